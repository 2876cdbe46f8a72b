package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What became of a training request.
 *
 * @param request its id
 * @param version the new version; 0 where there is none
 * @param reason why there is none; empty where there is one
 * @param rows how many it was trained, stopped and judged on
 * @param metrics as in the version's manifest
 */
public record TrainingOutcome(
    String request,
    Status status,
    String model,
    int version,
    String reason,
    long rows,
    List<Metric> metrics) {

  private static final int SCHEMA_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How it ended. */
  public enum Status {
    /** There is a new version. */
    TRAINED,
    /** The request cannot be carried out as it is. */
    REFUSED,
    /** Something broke; another request may succeed. */
    FAILED
  }

  public TrainingOutcome {
    metrics = List.copyOf(metrics);
  }

  static TrainingOutcome of(TrainingRequest request, ModelManifest manifest) {
    return new TrainingOutcome(
        request.id(),
        Status.TRAINED,
        manifest.name(),
        manifest.version(),
        "",
        manifest.data().stream().mapToLong(Period::rows).sum(),
        manifest.metrics());
  }

  static TrainingOutcome without(String request, Status status, String model, String reason) {
    return new TrainingOutcome(request, status, model, 0, reason, 0, List.of());
  }

  /** As {@code schemas/training-outcomes.schema.json} says; a number that is none is null. */
  public byte[] toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("request", request);
    json.put("status", status.name().toLowerCase(Locale.ROOT));
    json.put("model", model);
    json.put("version", version);
    json.put("reason", reason);
    json.put("rows", rows);
    ArrayNode list = json.putArray("metrics");
    for (Metric metric : metrics) {
      list.addObject()
          .put("name", metric.name())
          .put("value", number(metric.value()))
          .put("baseline", number(metric.baseline()))
          .put("baselineName", metric.baselineName());
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /**
   * The request that a record answers.
   *
   * @throws IllegalArgumentException if it is none of a version this release reads
   */
  public static String requestOf(byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      if (json.path("schemaVersion").asInt() != SCHEMA_VERSION) {
        throw new IllegalArgumentException(
            "schemaVersion %s: this release reads %d"
                .formatted(json.path("schemaVersion"), SCHEMA_VERSION));
      }
      return json.path("request").asText();
    } catch (IOException e) {
      throw new IllegalArgumentException("not a training outcome: " + e.getMessage(), e);
    }
  }

  /** One line for a person. */
  public String sentence() {
    return status == Status.TRAINED
        ? "request %s: trained %s@%d on %,d rows".formatted(request, model, version, rows)
        : "request %s: %s: %s".formatted(request, status.name().toLowerCase(Locale.ROOT), reason);
  }
}
