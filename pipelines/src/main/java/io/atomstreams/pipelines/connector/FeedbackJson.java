package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Feedback.About;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What people and systems say, as {@code schemas/feedback.schema.json} says. Written by hands, so
 * the reader names the field, the value and the rule of what it refuses.
 */
public final class FeedbackJson {

  private static final int SCHEMA_VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final List<String> ABOUT = List.of("eventId", "predictionId", "source");
  private static final List<String> FIELDS =
      List.of(
          "schemaVersion",
          "tenant",
          "entity",
          "label",
          "eventId",
          "predictionId",
          "source",
          "value",
          "ts",
          "by");

  private FeedbackJson() {}

  /** The value's bytes. */
  public static byte[] write(Feedback feedback) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("tenant", feedback.tenant());
    json.put("entity", feedback.entity());
    json.put("label", feedback.label());
    String id = feedback.about().id();
    switch (feedback.about().named()) {
      case EVENT -> json.put("eventId", id);
      case PREDICTION -> json.put("predictionId", id);
      case SOURCE -> putSource(json.putObject("source"), id);
    }
    json.put("value", feedback.value());
    json.put("ts", feedback.ts());
    json.put("by", feedback.by());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree in memory cannot fail", e);
    }
  }

  private static void putSource(ObjectNode json, String position) {
    int at = position.lastIndexOf('@');
    int dash = position.lastIndexOf('-', at);
    json.put("topic", position.substring(0, dash));
    json.put("partition", Integer.parseInt(position.substring(dash + 1, at)));
    json.put("offset", Long.parseLong(position.substring(at + 1)));
  }

  /**
   * Reads a record.
   *
   * @param key the record's key, for one that does not name its entity; may be {@code null}
   * @param position where the record stands
   * @throws IllegalArgumentException naming what is wrong with it
   */
  public static Feedback read(byte[] value, String key, SourcePosition position) {
    JsonNode json = object(value);
    json.fieldNames().forEachRemaining(FeedbackJson::checkKnown);
    long version = whole(json, "schemaVersion");
    if (version != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion %d: this release reads %d".formatted(version, SCHEMA_VERSION));
    }
    String tenant = text(json, "tenant");
    return new Feedback(
        tenant,
        entity(json, key, tenant),
        text(json, "label"),
        about(json),
        number(json),
        whole(json, "ts"),
        text(json, "by"),
        position,
        0);
  }

  private static JsonNode object(byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      if (!json.isObject()) {
        throw new IllegalArgumentException("an object is expected, found " + json.getNodeType());
      }
      return json;
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static void checkKnown(String field) {
    if (!FIELDS.contains(field)) {
      throw new IllegalArgumentException(
          "%s is not a field of feedback; %s".formatted(field, NearestNames.hint(field, FIELDS)));
    }
  }

  private static String entity(JsonNode json, String key, String tenant) {
    String entity = json.has("entity") || key == null ? text(json, "entity") : key;
    if (!entity.startsWith(tenant + "|")) {
      throw new IllegalArgumentException(
          "entity is '%s', must begin with its tenant: %s|".formatted(entity, tenant));
    }
    return entity;
  }

  private static About about(JsonNode json) {
    List<String> given = new ArrayList<>(ABOUT);
    given.removeIf(name -> !json.has(name));
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          "the event is named by %s, must be named by one of %s".formatted(given, ABOUT));
    }
    return switch (given.get(0)) {
      case "eventId" -> About.event(text(json, "eventId"));
      case "predictionId" -> About.prediction(text(json, "predictionId"));
      default -> About.source(source(json.get("source")));
    };
  }

  private static SourcePosition source(JsonNode json) {
    return new SourcePosition(
        text(json, "topic"), (int) whole(json, "partition"), whole(json, "offset"));
  }

  private static double number(JsonNode json) {
    JsonNode value = json.path("value");
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong("value", value, "a finite number");
    }
    return value.doubleValue();
  }

  private static long whole(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, value, "a whole number");
    }
    return value.longValue();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(name, value, "a text that is not empty");
    }
    return value.textValue();
  }

  private static IllegalArgumentException wrong(String name, JsonNode value, String rule) {
    return new IllegalArgumentException(
        value.isMissingNode()
            ? "%s is missing, must be %s".formatted(name, rule)
            : "%s is %s, must be %s".formatted(name, value, rule));
  }
}
