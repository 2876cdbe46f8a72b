package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Drift;
import java.util.Locale;

/** Drifts as JSON, as {@code schemas/drift.schema.json} says. For one thread. */
public final class DriftJson {

  private static final byte[] TENANT = JsonWriter.key("tenant");
  private static final byte[] DETECTOR = JsonWriter.key("detector");
  private static final byte[] TYPE = JsonWriter.key("type");
  private static final byte[] ON = JsonWriter.key("on");
  private static final byte[] LABEL = JsonWriter.key("label");
  private static final byte[] LEVEL = JsonWriter.key("level");
  private static final byte[] OBSERVATIONS = JsonWriter.key("observations");
  private static final byte[] RECENT = JsonWriter.key("recent");
  private static final byte[] BEFORE = JsonWriter.key("before");
  private static final byte[] ACTIONS = JsonWriter.key("actions");

  private final JsonWriter json = new JsonWriter();

  /** The value's bytes; the caller owns the array. */
  public byte[] encode(Drift drift) {
    json.startRecord(drift.id());
    json.field(TENANT, drift.tenant());
    json.field(DETECTOR, drift.detector());
    json.field(TYPE, drift.type());
    json.field(ON, drift.on());
    json.field(LABEL, drift.label());
    json.field(LEVEL, drift.level().name().toLowerCase(Locale.ROOT));
    json.field(OBSERVATIONS, drift.observations());
    json.field(RECENT, drift.recent());
    json.field(BEFORE, drift.before());
    json.startArray(ACTIONS);
    drift.actions().forEach(json::item);
    json.endArray();
    return json.endRecord(drift.ts(), drift.source());
  }
}
