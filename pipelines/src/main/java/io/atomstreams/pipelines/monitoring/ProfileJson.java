package io.atomstreams.pipelines.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.profile.FieldProfile;
import io.atomstreams.operators.profile.FieldProfile.Distinct;
import io.atomstreams.operators.profile.FieldProfile.Lengths;
import io.atomstreams.operators.profile.FieldProfile.Numbers;
import io.atomstreams.operators.profile.FieldProfile.TopValue;
import io.atomstreams.operators.profile.Profile;
import io.atomstreams.operators.profile.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Profiles as JSON, as {@code schemas/profiles.schema.json} says. JSON has no word for {@code NaN}
 * and the infinities: {@code null} stands for them and is read as {@code NaN}.
 */
public final class ProfileJson {

  /** Grows with every incompatible change. */
  static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ProfileJson() {}

  static byte[] write(TopicProfile of) {
    try {
      return MAPPER.writeValueAsBytes(tree(of));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "profile of %s from %d cannot be written: %s".formatted(of.key(), of.from(), e), e);
    }
  }

  /** The record as a tree, for those who print it. */
  public static ObjectNode tree(TopicProfile of) {
    Profile profile = of.profile();
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("schemaVersion", SCHEMA_VERSION)
            .put("id", of.id())
            .put("tenant", of.tenant())
            .put("topic", of.topic())
            .put("from", of.from())
            .put("to", of.to())
            .put("records", profile.records())
            .put("unreadable", profile.unreadable())
            .put("omitted", profile.omitted());
    ArrayNode fields = node.putArray("fields");
    profile.fields().forEach(field -> write(field, fields.addObject()));
    return node;
  }

  private static void write(FieldProfile field, ObjectNode node) {
    node.put("field", field.path()).put("values", field.values()).put("missing", field.missing());
    ObjectNode types = node.putObject("types");
    field.types().forEach((type, count) -> types.put(type.wireName(), count));
    node.putObject("distinct")
        .put("estimate", field.distinct().estimate())
        .put("low", field.distinct().low())
        .put("high", field.distinct().high());
    field.numbers().ifPresent(numbers -> write(numbers, node.putObject("numbers")));
    field
        .lengths()
        .ifPresent(
            lengths ->
                node.putObject("lengths")
                    .put("min", lengths.min())
                    .put("max", lengths.max())
                    .put("mean", lengths.mean()));
    if (!field.top().isEmpty()) {
      ArrayNode top = node.putArray("top");
      for (TopValue value : field.top()) {
        top.addObject()
            .put("value", value.value())
            .put("atLeast", value.atLeast())
            .put("atMost", value.atMost());
      }
    }
  }

  private static void write(Numbers numbers, ObjectNode node) {
    node.put("count", numbers.count()).put("min", numbers.min()).put("max", numbers.max());
    node.put("mean", finite(numbers.mean())).put("deviation", finite(numbers.deviation()));
    ObjectNode quantiles = node.putObject("quantiles");
    for (double rank : Numbers.RANKS) {
      quantiles.put(name(rank), numbers.quantile(rank));
    }
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** As {@code p99}. */
  private static String name(double rank) {
    return "p" + Math.round(rank * 100);
  }

  /**
   * Reads a value back.
   *
   * @throws IllegalArgumentException if it is no profile of a version this release reads
   */
  public static TopicProfile read(byte[] value) {
    JsonNode node;
    try {
      node = MAPPER.readTree(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a profile: " + e.getMessage(), e);
    }
    int version = node.path("schemaVersion").asInt();
    if (version != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion " + version + ": this release reads " + SCHEMA_VERSION);
    }
    List<FieldProfile> fields = new ArrayList<>();
    node.path("fields").forEach(field -> fields.add(field(field)));
    return new TopicProfile(
        node.path("tenant").asText(),
        node.path("topic").asText(),
        node.path("from").asLong(),
        node.path("to").asLong(),
        new Profile(
            node.path("records").asLong(),
            node.path("unreadable").asLong(),
            node.path("omitted").asLong(),
            List.copyOf(fields)));
  }

  private static FieldProfile field(JsonNode node) {
    Map<ValueType, Long> types = new EnumMap<>(ValueType.class);
    for (ValueType type : ValueType.values()) {
      long count = node.path("types").path(type.wireName()).asLong();
      if (count > 0) {
        types.put(type, count);
      }
    }
    JsonNode distinct = node.path("distinct");
    List<TopValue> top = new ArrayList<>();
    node.path("top")
        .forEach(
            value ->
                top.add(
                    new TopValue(
                        value.path("value").asText(),
                        value.path("atLeast").asLong(),
                        value.path("atMost").asLong())));
    return new FieldProfile(
        node.path("field").asText(),
        node.path("missing").asLong(),
        types,
        new Distinct(
            distinct.path("estimate").asLong(),
            distinct.path("low").asLong(),
            distinct.path("high").asLong()),
        Optional.ofNullable(node.get("numbers")).map(ProfileJson::numbers),
        Optional.ofNullable(node.get("lengths")).map(ProfileJson::lengths),
        top);
  }

  private static Numbers numbers(JsonNode node) {
    JsonNode quantiles = node.path("quantiles");
    return new Numbers(
        node.path("count").asLong(),
        node.path("min").asDouble(),
        node.path("max").asDouble(),
        node.path("mean").asDouble(Double.NaN),
        node.path("deviation").asDouble(Double.NaN),
        Numbers.RANKS.stream()
            .map(rank -> quantiles.path(name(rank)).asDouble(Double.NaN))
            .toList());
  }

  private static Lengths lengths(JsonNode node) {
    return new Lengths(
        node.path("min").asInt(), node.path("max").asInt(), node.path("mean").asDouble());
  }
}
