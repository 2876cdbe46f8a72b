package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Reads a feature log: the topic {@code features}, or the JSON lines that {@code atom demo --output
 * DIR} writes of it. The whole log is held in memory: from a file about 300 bytes a record, from
 * the topic more, since there each record has texts of its own.
 */
public final class FeatureLog {

  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private FeatureLog() {}

  /**
   * Reads a file.
   *
   * @param file {@code features.jsonl}
   * @throws IllegalArgumentException naming file and line of a record that is none
   */
  public static List<FeatureRecord> read(Path file) {
    List<FeatureRecord> log = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(record(line, file, log.size() + 1));
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file + " is not there; atom demo --output DIR writes a feature log", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    return log;
  }

  /**
   * Reads what is committed on the topic at the moment of the call.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param topicPrefix of the installation, possibly empty
   * @throws IllegalArgumentException if the topic does not exist, or naming the position of a
   *     record that cannot be read
   */
  public static List<FeatureRecord> read(Map<String, String> client, String topicPrefix) {
    Set<String> topic = Set.of(Topic.FEATURES.in(topicPrefix));
    List<FeatureRecord> log = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, topic, IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> log.add(record(record)));
    }
    return log;
  }

  private static FeatureRecord record(ConsumerRecord<byte[], byte[]> record) {
    try {
      return FeatureAvro.read(record.value(), 0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s-%d@%d: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  private static FeatureRecord record(String line, Path file, int number) {
    try {
      JsonNode json = JSON.readTree(line);
      List<FeatureRecord.Touch> touched = new ArrayList<>(1);
      for (JsonNode touch : json.required("touched")) {
        touched.add(
            new FeatureRecord.Touch(
                touch.required("entity").asText().intern(), touch.required("sequence").asLong()));
      }
      JsonNode source = json.required("source");
      float[] vector = vector(json.required("vector"));
      return new FeatureRecord(
          json.required("tenant").asText().intern(),
          json.required("eventId").asText(),
          json.required("type").asText().intern(),
          json.required("ts").asLong(),
          FeatureRecord.Outcome.valueOf(json.required("outcome").asText().toUpperCase(Locale.ROOT)),
          touched,
          json.required("asOf").asLong(),
          json.required("listHash").asText().intern(),
          vector,
          json.path("generation").asInt(),
          vector.length - json.path("notReady").asInt(),
          new SourcePosition(
              source.required("topic").asText().intern(),
              source.required("partition").asInt(),
              source.required("offset").asLong()),
          texts(json.path("repaired")),
          0);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s line %d is no feature record: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>(0);
    values.forEach(value -> texts.add(value.asText().intern()));
    return texts;
  }

  private static float[] vector(JsonNode values) {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i).isNull() ? Float.NaN : values.get(i).floatValue();
    }
    return vector;
  }
}
