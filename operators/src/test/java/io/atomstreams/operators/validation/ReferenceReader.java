package io.atomstreams.operators.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.EventType.Stream;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow and obvious reader: strict UTF-8 first, then Jackson's streaming parser of characters as
 * it comes, which is strict but for names that come twice (the last value counts, as in every
 * reader of ours), into maps and lists of everything there is, and from those an event.
 */
final class ReferenceReader {

  /** The document is no JSON, or not in UTF-8. */
  static final class NoJson extends Exception {
    private static final long serialVersionUID = 1;

    NoJson(Exception cause) {
      super(cause);
    }
  }

  /** A field has a value that it cannot have. */
  private static final class NoEvent extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private ReferenceReader() {}

  /** The event, or {@code null} if the document is JSON and no event of the stream. */
  static Event read(Stream stream, byte[] json) throws NoJson {
    Object tree = tree(json);
    if (!(tree instanceof Map<?, ?> fields)) {
      return null;
    }
    try {
      return event(stream, fields);
    } catch (NoEvent e) {
      return null;
    }
  }

  /** Maps, lists, strings, {@link BigInteger}s, doubles, booleans and {@code null}s. */
  static Object tree(byte[] json) throws NoJson {
    try (JsonParser in = new JsonFactory().createParser(text(json))) {
      in.nextToken();
      Object tree = value(in);
      if (in.nextToken() != null) {
        throw new IOException("text behind the document");
      }
      return tree;
    } catch (IOException e) {
      throw new NoJson(e);
    }
  }

  /** Without the mark of UTF-8, which RFC 8259 allows to pass over. */
  private static String text(byte[] json) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Object value(JsonParser in) throws IOException {
    if (in.currentToken() == null) {
      throw new IOException("no value");
    }
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> in.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("unexpected " + in.currentToken());
    };
  }

  private static Map<String, Object> object(JsonParser in) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      object.put(name, value(in));
    }
    return object;
  }

  private static List<Object> array(JsonParser in) throws IOException {
    List<Object> array = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(in));
    }
    return array;
  }

  private static Event event(Stream stream, Map<?, ?> in) {
    String type = text(in, "type", true);
    EventType known = EventType.ofWireName(type).filter(t -> t.stream() == stream).orElse(null);
    if (known == null || number(in, "schemaVersion", true, 0) != 1) {
      throw new NoEvent();
    }
    String tenant = text(in, "tenant", true);
    String id = text(in, "eventId", true);
    long ts = number(in, "ts", true, 0);
    if (stream == Stream.CUSTOMER) {
      return new CustomerEvent(
          tenant,
          id,
          known,
          1,
          ts,
          text(in, "customerId", true),
          text(in, "sessionId", false),
          text(in, "sku", false),
          text(in, "text", false),
          text(in, "device", false),
          text(in, "channel", false));
    }
    return new SalesEvent(
        tenant,
        id,
        known,
        1,
        ts,
        text(in, "customerId", false),
        text(in, "orderId", true),
        text(in, "currency", true),
        lines(in),
        amount(in, "amount", SalesEvent.NO_AMOUNT),
        text(in, "payment", false),
        text(in, "shipTo", false),
        text(in, "device", false),
        text(in, "channel", false));
  }

  private static List<OrderLine> lines(Map<?, ?> in) {
    if (in.get("lines") == null) {
      return List.of();
    }
    if (!(in.get("lines") instanceof List<?> values)) {
      throw new NoEvent();
    }
    List<OrderLine> lines = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Map<?, ?> line)) {
        throw new NoEvent();
      }
      lines.add(
          new OrderLine(
              text(line, "sku", true),
              count(number(line, "qty", true, 0)),
              number(line, "unitPrice", true, 0),
              amount(line, "unitCost", OrderLine.UNKNOWN_COST),
              amount(line, "discount", 0)));
    }
    return lines;
  }

  private static int count(long number) {
    if (number != (int) number) {
      throw new NoEvent();
    }
    return (int) number;
  }

  private static String text(Map<?, ?> in, String field, boolean required) {
    Object value = in.get(field);
    boolean absent = value == null && !required;
    if (absent) {
      return null;
    }
    if (!(value instanceof String text) || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new NoEvent();
    }
    return text;
  }

  private static long number(Map<?, ?> in, String field, boolean required, long absent) {
    Object value = in.get(field);
    if (value == null && !required) {
      return absent;
    }
    if (!(value instanceof BigInteger number) || number.bitLength() > 63) {
      throw new NoEvent();
    }
    return number.longValue();
  }

  private static long amount(Map<?, ?> in, String field, long absent) {
    long amount = number(in, field, false, absent);
    if (amount < 0 && in.get(field) != null) {
      throw new NoEvent();
    }
    return amount;
  }
}
