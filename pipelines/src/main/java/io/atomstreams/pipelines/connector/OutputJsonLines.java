package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Shows a record of an output topic, or of one that says more about them, as one line of JSON, for
 * people and for files. Most are the topic's own JSON; in feature vectors {@code null} stands for
 * {@code NaN} and the infinities; the rules that have repaired an event are listed where there are
 * any, generation and readiness given where features have joined; a dead letter becomes {@code
 * reason, detail, source, key} and {@code raw} as text, or {@code rawBase64} where it is not UTF-8.
 */
public final class OutputJsonLines {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final String prefix;

  /** Writes the fields of one object. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * For one installation.
   *
   * @param prefix of all topic names, possibly empty
   */
  public OutputJsonLines(String prefix) {
    this.prefix = prefix;
  }

  /** Whether records of a topic can be shown: those that jobs write about what they have read. */
  public static boolean isShown(Topic topic) {
    return switch (topic.role()) {
      case OUTPUT, SIDE, EVIDENCE -> true;
      default -> topic == Topic.MODELS;
    };
  }

  /**
   * The line, without a line end.
   *
   * @throws IllegalArgumentException if the record is not of an output topic or cannot be read
   */
  public String line(ConsumerRecord<byte[], byte[]> record) {
    Topic topic =
        Topic.of(prefix, record.topic())
            .filter(OutputJsonLines::isShown)
            .orElseThrow(
                () -> new IllegalArgumentException(record.topic() + " is no output topic"));
    return switch (topic) {
      case FEATURES -> object(json -> write(json, FeatureAvro.read(record.value(), 0)));
      case DEAD_LETTERS -> object(json -> writeDeadLetter(json, record));
      default -> new String(record.value(), StandardCharsets.UTF_8);
    };
  }

  private static void write(JsonGenerator json, FeatureRecord record) throws IOException {
    json.writeStringField("tenant", record.tenant());
    json.writeStringField("eventId", record.eventId());
    json.writeStringField("type", record.type());
    json.writeNumberField("ts", record.ts());
    json.writeStringField("outcome", record.outcome().name().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("touched");
    for (FeatureRecord.Touch touch : record.touched()) {
      json.writeStartObject();
      json.writeStringField("entity", touch.entity());
      json.writeNumberField("sequence", touch.sequence());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("asOf", record.asOf());
    json.writeStringField("listHash", record.listHash());
    json.writeArrayFieldStart("vector");
    for (float value : record.vector()) {
      if (Float.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    writeSource(json, record.source());
    if (record.generation() > 0) {
      json.writeNumberField("generation", record.generation());
      json.writeNumberField("notReady", record.vector().length - record.ready());
    }
    if (!record.repaired().isEmpty()) {
      json.writeArrayFieldStart("repaired");
      for (String rule : record.repaired()) {
        json.writeString(rule);
      }
      json.writeEndArray();
    }
  }

  private static void writeDeadLetter(JsonGenerator json, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    SourcePosition source = Headers.source(record.headers());
    json.writeStringField("reason", Headers.text(record.headers(), Headers.REASON));
    json.writeStringField("detail", Headers.text(record.headers(), Headers.DETAIL));
    writeSource(json, source);
    writeBytes(json, "key", record.key());
    writeBytes(json, "raw", record.value());
  }

  private static void writeSource(JsonGenerator json, SourcePosition source) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeStringField("topic", source.topic());
    json.writeNumberField("partition", source.partition());
    json.writeNumberField("offset", source.offset());
    json.writeEndObject();
  }

  private static void writeBytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
    if (bytes == null) {
      json.writeNullField(name);
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      json.writeStringField(name, text);
    } catch (CharacterCodingException noText) {
      json.writeBinaryField(name + "Base64", bytes);
    }
  }

  private static String object(Fields fields) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }
}
