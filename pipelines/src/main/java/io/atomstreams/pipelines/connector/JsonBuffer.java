package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A reused buffer that one JSON object after the other is written to, and the parts all share. */
final class JsonBuffer {

  /** Version of the JSON outputs' layout; it grows with every incompatible change. */
  static final int SCHEMA_VERSION = 1;

  static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayBuilder bytes = new ByteArrayBuilder(512);

  /** Writes the fields of one object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads one field whose name was just read; the parser stands on the value. */
  interface Field {
    void read(String name, JsonParser json) throws IOException;
  }

  byte[] object(Fields fields) {
    bytes.reset();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void write(JsonGenerator json, SourcePosition source) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeStringField("topic", source.topic());
    json.writeNumberField("partition", source.partition());
    json.writeNumberField("offset", source.offset());
    json.writeEndObject();
  }

  /** Reads the whole of {@code value} as one object. */
  static void read(byte[] value, Field field) {
    try (JsonParser json = FACTORY.createParser(value)) {
      json.nextToken();
      fields(json, field);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a record of this topic: " + e.getMessage(), e);
    }
  }

  static void fields(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("an object is expected, found " + json.currentToken());
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      field.read(name, json);
    }
  }

  static void checkVersion(int version) {
    if (version != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion " + version + ": this release reads " + SCHEMA_VERSION);
    }
  }

  static IllegalArgumentException unknown(String field) {
    return new IllegalArgumentException(field + " is not a field of this topic's records");
  }

  /** A source position whose fields come one by one. */
  static final class Source {
    private String topic;
    private int partition;
    private long offset;

    void read(JsonParser json) throws IOException {
      fields(
          json,
          (name, value) -> {
            switch (name) {
              case "topic" -> topic = value.getText();
              case "partition" -> partition = value.getIntValue();
              case "offset" -> offset = value.getLongValue();
              default -> throw unknown("source." + name);
            }
          });
    }

    SourcePosition position() {
      return new SourcePosition(topic, partition, offset);
    }
  }
}
