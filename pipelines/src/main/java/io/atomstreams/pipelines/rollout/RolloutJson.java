package io.atomstreams.pipelines.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Acknowledged;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Entries of the log of models as JSON, as {@code schemas/models.schema.json} says. The key says
 * what an entry is about, for people: the topic is not compacted, since in the log the first of two
 * counts and its place decides, and compaction keeps the last.
 */
public final class RolloutJson {

  private static final int SCHEMA_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RolloutJson() {}

  /** The key of its record. */
  static String key(RolloutEntry entry) {
    if (entry instanceof Noted noted) {
      return "model|" + noted.model() + "|" + noted.stage().word();
    }
    RolloutEntry.OfTransition of = (RolloutEntry.OfTransition) entry;
    String transition = "transition|" + of.scorer() + "|" + of.number() + "|";
    if (entry instanceof Request request) {
      return transition + "request|" + request.id();
    }
    if (entry instanceof Promise promise) {
      return transition
          + "promise|"
          + promise.subtask()
          + "|"
          + promise.renewal()
          + "|"
          + promise.horizon();
    }
    if (entry instanceof Activation activation) {
      return transition + "activation|" + activation.effectiveFrom();
    }
    return transition + "abandonment|" + ((Abandonment) entry).at();
  }

  static byte[] encode(RolloutEntry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    if (entry instanceof Noted noted) {
      json.put("kind", noted.stage().word());
      json.put("model", noted.model().toString());
      json.put("digest", noted.digest());
      json.put("by", noted.by());
      json.put("at", noted.at());
    } else {
      RolloutEntry.OfTransition of = (RolloutEntry.OfTransition) entry;
      json.put("kind", kind(of));
      json.put("scorer", of.scorer());
      json.put("number", of.number());
      write(of, json);
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree in memory cannot fail", e);
    }
  }

  private static String kind(RolloutEntry.OfTransition entry) {
    return entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static void write(RolloutEntry.OfTransition entry, ObjectNode json) {
    if (entry instanceof Request request) {
      json.put("id", request.id());
      json.put("move", request.move().word());
      json.put("model", request.model().toString());
      json.put("digest", request.digest());
      if (request.ramp() != null) {
        ArrayNode percents = json.putArray("rampPercents");
        request.ramp().percents().forEach(percents::add);
        json.put("rampStepMillis", request.ramp().stepMillis());
      }
      json.put("by", request.by());
      json.put("reason", request.reason());
      json.put("at", request.at());
    } else if (entry instanceof Promise promise) {
      json.put("subtask", promise.subtask());
      json.put("subtasks", promise.subtasks());
      json.put("renewal", promise.renewal());
      json.put("horizon", promise.horizon());
      json.put("stagedMillis", promise.stagedMillis());
      json.put("refusal", promise.refusal());
    } else if (entry instanceof Activation activation) {
      json.put("effectiveFrom", activation.effectiveFrom());
      ArrayNode acknowledged = json.putArray("acknowledged");
      for (Acknowledged subtask : activation.acknowledged()) {
        acknowledged
            .addObject()
            .put("subtask", subtask.subtask())
            .put("stagedMillis", subtask.stagedMillis());
      }
      json.put("at", activation.at());
    } else if (entry instanceof Abandonment abandonment) {
      json.put("reason", abandonment.reason());
      json.put("at", abandonment.at());
    }
  }

  /**
   * Reads a value back.
   *
   * @throws IllegalArgumentException if it is none of a version this release reads
   */
  public static RolloutEntry read(byte[] value) {
    try {
      return parse(value);
    } catch (ModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static RolloutEntry parse(byte[] value) {
    JsonNode json;
    try {
      json = JSON.readTree(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a record of this topic: " + e.getMessage(), e);
    }
    int version = json.path("schemaVersion").asInt();
    if (version != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion " + version + ": this release reads " + SCHEMA_VERSION);
    }
    String kind = json.path("kind").asText();
    String scorer = json.path("scorer").asText();
    int number = json.path("number").asInt();
    return switch (kind) {
      case "registered", "verified" ->
          new Noted(
              ModelRef.parse(json.path("model").asText()),
              json.path("digest").asText(),
              Stage.valueOf(kind.toUpperCase(Locale.ROOT)),
              json.path("by").asText(),
              json.path("at").asLong());
      case "request" -> request(scorer, number, json);
      case "promise" ->
          new Promise(
              scorer,
              number,
              json.path("subtask").asInt(),
              json.path("subtasks").asInt(),
              json.path("renewal").asInt(),
              json.path("horizon").asLong(),
              json.path("stagedMillis").asLong(),
              json.path("refusal").asText());
      case "activation" ->
          new Activation(
              scorer,
              number,
              json.path("effectiveFrom").asLong(),
              acknowledged(json.path("acknowledged")),
              json.path("at").asLong());
      case "abandonment" ->
          new Abandonment(scorer, number, json.path("reason").asText(), json.path("at").asLong());
      default -> throw new IllegalArgumentException("no entry is of kind " + kind);
    };
  }

  private static Request request(String scorer, int number, JsonNode json) {
    List<Integer> percents = new ArrayList<>();
    json.path("rampPercents").forEach(percent -> percents.add(percent.asInt()));
    return new Request(
        scorer,
        number,
        json.path("id").asText(),
        Move.valueOf(json.path("move").asText().toUpperCase(Locale.ROOT)),
        ModelRef.parse(json.path("model").asText()),
        json.path("digest").asText(),
        percents.isEmpty() ? null : new Ramp(percents, json.path("rampStepMillis").asLong()),
        json.path("by").asText(),
        json.path("reason").asText(),
        json.path("at").asLong());
  }

  private static List<Acknowledged> acknowledged(JsonNode array) {
    List<Acknowledged> acknowledged = new ArrayList<>();
    array.forEach(
        subtask ->
            acknowledged.add(
                new Acknowledged(
                    subtask.path("subtask").asInt(), subtask.path("stagedMillis").asLong())));
    return acknowledged;
  }
}
