package io.atomstreams.pipelines.report.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.DriftJson;
import io.atomstreams.pipelines.connector.EvaluationJson;
import io.atomstreams.pipelines.connector.ExampleJson;
import io.atomstreams.pipelines.connector.ExplanationJson;
import io.atomstreams.pipelines.connector.ImportanceJson;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.monitoring.ProfileJson;
import io.atomstreams.pipelines.rollout.RolloutJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Records of JSON, read back by the topic they are of. */
final class Decoder {

  /** What a report is made of. Shadow predictions are among the examples, exposures in no plot. */
  static final List<Topic> TOPICS =
      List.of(
          Topic.FEATURES,
          Topic.PREDICTIONS,
          Topic.DEAD_LETTERS,
          Topic.ALERTS,
          Topic.EXAMPLES,
          Topic.EVALUATIONS,
          Topic.DRIFT,
          Topic.PROFILES,
          Topic.MODELS,
          Topic.INSIGHTS,
          Topic.EXPLANATIONS);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Decoder() {}

  /**
   * Reads a value whose topic has JSON.
   *
   * @throws IllegalArgumentException if it is none of a version this release reads
   */
  static Object decode(Topic topic, byte[] json) {
    return switch (topic) {
      case PREDICTIONS -> PredictionJson.read(json, 0);
      case ALERTS -> AlertJson.read(json, 0);
      case EXAMPLES -> ExampleJson.read(json, 0);
      case EVALUATIONS -> EvaluationJson.read(json);
      case DRIFT -> DriftJson.read(json);
      case PROFILES -> ProfileJson.read(json);
      case MODELS -> RolloutJson.read(json);
      case INSIGHTS -> ImportanceJson.read(json, 0);
      case EXPLANATIONS -> ExplanationJson.read(json, 0);
      default -> throw new IllegalArgumentException(topic.baseName() + " is no topic of JSON");
    };
  }

  /** Reads a line of a file, in which every topic has JSON. */
  static Object decodeLine(Topic topic, String line, String prefix) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return switch (topic) {
      case FEATURES -> features(tree(bytes));
      case DEAD_LETTERS -> refusal(tree(bytes), prefix);
      default -> decode(topic, bytes);
    };
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a line of JSON: " + e.getMessage(), e);
    }
  }

  private static Sighting.Refusal refusal(JsonNode json, String prefix) {
    return Sighting.Refusal.of(
        json.path("reason").asText(),
        tenant(json.path("key").asText()),
        json.path("source").path("topic").asText(),
        prefix);
  }

  /** Of a record's key, {@code tenant|id}; empty if it is none. */
  static String tenant(String key) {
    int bar = key.indexOf('|');
    return bar < 0 ? "" : key.substring(0, bar);
  }

  private static FeatureRecord features(JsonNode json) {
    List<FeatureRecord.Touch> touched = new ArrayList<>();
    json.path("touched")
        .forEach(
            touch ->
                touched.add(
                    new FeatureRecord.Touch(
                        touch.path("entity").asText(), touch.path("sequence").asLong())));
    JsonNode numbers = json.path("vector");
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i).isNull() ? Float.NaN : numbers.get(i).floatValue();
    }
    List<String> repaired = new ArrayList<>();
    json.path("repaired").forEach(rule -> repaired.add(rule.asText()));
    JsonNode source = json.path("source");
    return new FeatureRecord(
        json.path("tenant").asText(),
        json.path("eventId").asText(),
        json.path("type").asText(),
        json.path("ts").asLong(),
        FeatureRecord.Outcome.valueOf(json.path("outcome").asText().toUpperCase(Locale.ROOT)),
        touched,
        json.path("asOf").asLong(),
        json.path("listHash").asText(),
        vector,
        json.path("generation").asInt(),
        vector.length - json.path("notReady").asInt(),
        new SourcePosition(
            source.path("topic").asText(),
            source.path("partition").asInt(),
            source.path("offset").asLong()),
        repaired,
        0);
  }
}
