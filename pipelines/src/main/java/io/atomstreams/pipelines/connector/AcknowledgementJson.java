package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Acknowledgement.Step;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What was done of what control records asked for, as {@code schemas/audit.schema.json} says. */
public final class AcknowledgementJson implements OutputEncoder<Acknowledgement> {

  private static final int SCHEMA_VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public byte[] encode(Acknowledgement done) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("step", done.step().name().toLowerCase(Locale.ROOT));
    json.put("addition", done.addition());
    json.put("number", done.number());
    json.put("group", done.group());
    json.put("groups", done.groups());
    json.put("refusal", done.refusal());
    ObjectNode source = json.putObject("source");
    source.put("topic", done.source().topic());
    source.put("partition", done.source().partition());
    source.put("offset", done.source().offset());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree in memory cannot fail", e);
    }
  }

  /**
   * Reads a value back.
   *
   * @throws IllegalArgumentException if it is none of a version this release reads
   */
  public static Acknowledgement read(byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      int version = json.path("schemaVersion").asInt();
      if (version != SCHEMA_VERSION) {
        throw new IllegalArgumentException(
            "schemaVersion " + version + ": this release reads " + SCHEMA_VERSION);
      }
      JsonNode source = json.path("source");
      return new Acknowledgement(
          Step.valueOf(json.path("step").asText().toUpperCase(Locale.ROOT)),
          json.path("addition").asText(),
          json.path("number").asInt(),
          json.path("group").asInt(),
          json.path("groups").asInt(),
          json.path("refusal").asText(),
          new SourcePosition(
              source.path("topic").asText(),
              source.path("partition").asInt(),
              source.path("offset").asLong()));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a record of this topic: " + e.getMessage(), e);
    }
  }
}
