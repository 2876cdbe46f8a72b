package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.NearestNames;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Training requests as JSON, as {@code schemas/training-requests.schema.json} says. */
public final class TrainingRequestJson {

  private static final int SCHEMA_VERSION = 1;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9_-]{0,99}");
  private static final Pattern NAME = Pattern.compile("(?s).{1,100}");
  private static final Pattern PERSON = Pattern.compile("(?s).{1,200}");
  private static final Set<String> KEYS =
      Set.of(
          "schemaVersion",
          "id",
          "model",
          "architecture",
          "label",
          "from",
          "to",
          "seed",
          "maxRows",
          "maxEpochs",
          "maxMinutes",
          "requestedBy");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();

  private TrainingRequestJson(JsonNode json) {
    this.json = json;
  }

  /** The value of a record. */
  public static byte[] write(TrainingRequest request) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("id", request.id());
    json.put("model", request.model());
    json.put("architecture", request.architecture());
    json.put("label", request.label());
    request.from().ifPresent(from -> json.put("from", from.toEpochMilli()));
    request.to().ifPresent(to -> json.put("to", to.toEpochMilli()));
    json.put("seed", request.seed());
    json.put("maxRows", request.maxRows());
    json.put("maxEpochs", request.maxEpochs());
    json.put("maxMinutes", request.maxMinutes());
    json.put("requestedBy", request.requestedBy());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws TrainingRefusal naming every problem at once
   */
  public static TrainingRequest read(byte[] value) {
    JsonNode json;
    try {
      json = value == null ? JSON.missingNode() : JSON.readTree(value);
    } catch (IOException e) {
      throw new TrainingRefusal("", "", "it is not JSON: " + e.getMessage(), e);
    }
    if (!json.isObject()) {
      throw new TrainingRefusal("", "", "it is no JSON object");
    }
    return new TrainingRequestJson(json).request();
  }

  private TrainingRequest request() {
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                problems.add("%s is no field; %s".formatted(key, NearestNames.hint(key, KEYS)));
              }
            });
    whole("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION);
    String id = text("id", ID, "1 to 100 letters, digits, '.', '_' and '-'");
    String model =
        text("model", MODEL, "lower-case letters, digits, _ and -, starting with a letter");
    Optional<Instant> from = time("from");
    Optional<Instant> to = time("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      problems.add("to is not later than from");
    }
    TrainingRequest request =
        new TrainingRequest(
            id,
            model,
            text("architecture", NAME, "1 to 100 characters"),
            text("label", NAME, "1 to 100 characters"),
            from,
            to,
            whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            (int) whole("maxRows", 100, 10_000_000),
            (int) whole("maxEpochs", 1, 1000),
            (int) whole("maxMinutes", 1, 1440),
            text("requestedBy", PERSON, "1 to 200 characters"));
    if (!problems.isEmpty()) {
      throw new TrainingRefusal(id, model, String.join("; ", problems));
    }
    return request;
  }

  private String text(String key, Pattern rule, String words) {
    JsonNode value = json.path(key);
    if (!value.isTextual() || !rule.matcher(value.asText()).matches()) {
      problem(key, value, words);
      return "";
    }
    return value.asText();
  }

  private long whole(String key, long least, long most) {
    JsonNode value = json.path(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      problem(
          key,
          value,
          least == most ? String.valueOf(least) : "a whole number from " + least + " to " + most);
      return least;
    }
    return value.asLong();
  }

  private Optional<Instant> time(String key) {
    return json.has(key)
        ? Optional.of(Instant.ofEpochMilli(whole(key, 0, Long.MAX_VALUE)))
        : Optional.empty();
  }

  private void problem(String key, JsonNode value, String words) {
    problems.add(
        value.isMissingNode()
            ? "%s is missing, it must be %s".formatted(key, words)
            : "%s is %s, it must be %s".formatted(key, value, words));
  }
}
