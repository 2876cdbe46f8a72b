package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as Jackson's generator writes it, from keys encoded once. Text that is not plain ASCII is
 * left to Jackson itself.
 */
final class JsonWriter extends ByteWriter {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int LONGEST_NUMBER = 20;
  private static final byte[] NULL = ascii("null");

  private static final byte[] SCHEMA_VERSION = key("schemaVersion");
  private static final byte[] ID = key("id");
  private static final byte[] TENANT = key("tenant");
  private static final byte[] ENTITY = key("entity");
  private static final byte[] SEQUENCE = key("sequence");
  private static final byte[] TS = key("ts");
  private static final byte[] SOURCE = key("source");
  private static final byte[] TOPIC = key("topic");
  private static final byte[] PARTITION = key("partition");
  private static final byte[] OFFSET = key("offset");

  /** A field's name as it stands before the value; the name needs no escape. */
  static byte[] key(String name) {
    return ascii('"' + name + "\":");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins a record about an entity with the fields that those of all topics begin with. */
  void startRecord(String id, String tenant, String entity) {
    startRecord(id);
    field(TENANT, tenant);
    field(ENTITY, entity);
  }

  /** Begins a record about no entity. */
  void startRecord(String id) {
    clear();
    startObject();
    field(SCHEMA_VERSION, JsonRecordReader.SCHEMA_VERSION);
    field(ID, id);
  }

  /** Ends a record about an entity with the fields that those of all topics end with. */
  byte[] endRecord(long sequence, long ts, SourcePosition source) {
    field(SEQUENCE, sequence);
    return endRecord(ts, source);
  }

  /** Ends a record about no entity. */
  byte[] endRecord(long ts, SourcePosition source) {
    field(TS, ts);
    name(SOURCE);
    startObject();
    field(TOPIC, source.topic());
    field(PARTITION, source.partition());
    field(OFFSET, source.offset());
    endObject();
    endObject();
    return toByteArray();
  }

  void startObject() {
    separate();
    put('{');
  }

  void endObject() {
    put('}');
  }

  void startObject(byte[] key) {
    name(key);
    put('{');
  }

  /** A text of an array. */
  void item(String text) {
    separate();
    string(text);
  }

  void startArray(byte[] key) {
    name(key);
    put('[');
  }

  void endArray() {
    put(']');
  }

  /** A number of an array, as {@link #number} writes it; {@code null} as in {@link #field}. */
  void item(float value) {
    separate();
    put(Float.isFinite(value) ? number(value) : NULL);
  }

  void field(byte[] key, String value) {
    name(key);
    string(value);
  }

  void field(byte[] key, long value) {
    name(key);
    require(LONGEST_NUMBER);
    size = NumberOutput.outputLong(value, bytes, size);
  }

  /** A value whose text has been made already. */
  void field(byte[] key, byte[] text) {
    name(key);
    put(text);
  }

  /** The text of a finite value. */
  static byte[] number(float value) {
    return ascii(NumberOutput.toString(value));
  }

  /** JSON has no word for {@code NaN} and the infinities: {@code null} stands for them. */
  void field(byte[] key, double value) {
    field(key, Double.isFinite(value) ? ascii(NumberOutput.toString(value)) : NULL);
  }

  private void name(byte[] key) {
    separate();
    put(key);
  }

  /** Puts a comma, unless nothing or an opening stands before. */
  private void separate() {
    if (size == 0) {
      return;
    }
    byte before = bytes[size - 1];
    if (before != '{' && before != '[' && before != ':') {
      put(',');
    }
  }

  private void put(char c) {
    require(1);
    bytes[size++] = (byte) c;
  }

  private void string(String text) {
    int length = text.length();
    require(length + 2);
    byte[] to = bytes;
    int at = size;
    to[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > 0x7F) {
        put(escaped(text));
        return;
      }
      to[at++] = (byte) c;
    }
    to[at++] = '"';
    size = at;
  }

  private static byte[] escaped(String text) {
    ByteArrayBuilder quoted = new ByteArrayBuilder();
    try (JsonGenerator json = FACTORY.createGenerator(quoted)) {
      json.writeString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return quoted.toByteArray();
  }
}
