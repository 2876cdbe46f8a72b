package io.atomstreams.model.engine.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads Universal Binary JSON (ubjson.org, draft 12) as XGBoost writes it: objects without a count,
 * arrays with one, of one type or of values that state their own, numbers big-endian. Memory is
 * taken only for what the bytes left can hold.
 */
final class UbjReader {

  private static final int MOST_DEPTH = 64;

  private final ByteBuffer bytes;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  private UbjReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /**
   * The one value that the bytes are.
   *
   * @throws ModelException if they are something else, naming the position
   */
  static JsonNode read(byte[] bytes) {
    UbjReader reader = new UbjReader(bytes);
    try {
      JsonNode value = reader.value(reader.bytes.get(), 0);
      if (reader.bytes.hasRemaining()) {
        throw reader.broken("more bytes follow the end");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new ModelException("not UBJSON: it ends within a value; it may be cut off", e);
    }
  }

  private ModelException broken(String why) {
    return new ModelException("not UBJSON: at byte " + bytes.position() + ", " + why);
  }

  private JsonNode value(byte type, int depth) {
    if (depth > MOST_DEPTH) {
      throw broken("it is nested deeper than " + MOST_DEPTH);
    }
    return switch (type) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case 'S' -> nodes.textNode(text());
      case 'd' -> nodes.numberNode(bytes.getFloat());
      case 'D' -> nodes.numberNode(bytes.getDouble());
      case 'T' -> nodes.booleanNode(true);
      case 'F' -> nodes.booleanNode(false);
      case 'Z' -> nodes.nullNode();
      default -> nodes.numberNode(integer(type));
    };
  }

  private long integer(byte type) {
    return switch (type) {
      case 'i' -> bytes.get();
      case 'U' -> bytes.get() & 0xff;
      case 'I' -> bytes.getShort();
      case 'l' -> bytes.getInt();
      case 'L' -> bytes.getLong();
      default -> throw broken("no value begins with the type " + (type & 0xff));
    };
  }

  private int length(int bytesEach) {
    long length = integer(bytes.get());
    if (length < 0 || length > bytes.remaining() / bytesEach) {
      throw broken("a length is " + length + ", which does not fit into what is left");
    }
    return (int) length;
  }

  private String text() {
    byte[] text = new byte[length(1)];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private ObjectNode object(int depth) {
    ObjectNode object = nodes.objectNode();
    for (byte next = peek(); next != '}'; next = peek()) {
      String key = text();
      if (object.has(key)) {
        throw broken("the key " + key + " stands twice");
      }
      object.set(key, value(bytes.get(), depth + 1));
    }
    bytes.get();
    return object;
  }

  private byte peek() {
    if (!bytes.hasRemaining()) {
      throw new BufferUnderflowException();
    }
    return bytes.get(bytes.position());
  }

  private ArrayNode array(int depth) {
    ArrayNode array = nodes.arrayNode();
    byte next = bytes.get();
    if (next == '$') {
      byte type = bytes.get();
      requireMarker(bytes.get());
      int count = length(width(type));
      for (int i = 0; i < count; i++) {
        array.add(value(type, depth + 1));
      }
    } else if (next == '#') {
      int count = length(1);
      for (int i = 0; i < count; i++) {
        array.add(value(bytes.get(), depth + 1));
      }
    } else {
      for (; next != ']'; next = bytes.get()) {
        array.add(value(next, depth + 1));
      }
    }
    return array;
  }

  private void requireMarker(byte found) {
    if (found != '#') {
      throw broken("an array with a type has no count");
    }
  }

  private int width(byte type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> throw broken("no array of one type has the type " + (type & 0xff));
    };
  }
}
