package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;

/** Reads one record of a JSON topic: the fields all such records have, as they come. */
abstract class JsonRecordReader {

  /** Version of the JSON outputs' layout; it grows with every incompatible change. */
  static final int SCHEMA_VERSION = 1;

  private static final JsonFactory FACTORY = new JsonFactory();

  protected String id;
  protected String tenant;
  protected String entity;
  protected long sequence;
  protected long ts;

  private int schemaVersion;
  private String topic;
  private int partition;
  private long offset;

  /** Reads one field whose name was just read; the parser stands on the value. */
  interface Field {
    void read(String name, JsonParser json) throws IOException;
  }

  /** Reads a field that only this topic's records have, or throws {@link #unknown}. */
  protected abstract void readOwn(String name, JsonParser json) throws IOException;

  /**
   * Reads the whole of {@code value} as one object.
   *
   * @throws IllegalArgumentException if it is none, has other fields, or a version this release
   *     does not read
   */
  final void read(byte[] value) {
    try (JsonParser json = FACTORY.createParser(value)) {
      json.nextToken();
      fields(json, this::readField);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a record of this topic: " + e.getMessage(), e);
    }
    if (schemaVersion != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion " + schemaVersion + ": this release reads " + SCHEMA_VERSION);
    }
  }

  private void readField(String name, JsonParser json) throws IOException {
    switch (name) {
      case "schemaVersion" -> schemaVersion = json.getIntValue();
      case "id" -> id = json.getText();
      case "tenant" -> tenant = json.getText();
      case "entity" -> entity = json.getText();
      case "sequence" -> sequence = json.getLongValue();
      case "ts" -> ts = json.getLongValue();
      case "source" -> fields(json, this::readSource);
      default -> readOwn(name, json);
    }
  }

  private void readSource(String name, JsonParser json) throws IOException {
    switch (name) {
      case "topic" -> topic = json.getText();
      case "partition" -> partition = json.getIntValue();
      case "offset" -> offset = json.getLongValue();
      default -> throw unknown("source." + name);
    }
  }

  protected final SourcePosition source() {
    return new SourcePosition(topic, partition, offset);
  }

  protected static void fields(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("an object is expected, found " + json.currentToken());
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      field.read(name, json);
    }
  }

  /** A number; {@code null} stands for one that cannot be told and is read as {@code NaN}. */
  protected static double number(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : json.getDoubleValue();
  }

  protected static IllegalArgumentException unknown(String field) {
    return new IllegalArgumentException(field + " is not a field of this topic's records");
  }
}
