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

  private static final byte[] CAUSE = JsonWriter.key("cause");
  private static final byte[] SEGMENT = JsonWriter.key("segment");
  private static final byte[] REASON = JsonWriter.key("reason");
  private static final byte[] FEATURES = JsonWriter.key("features");
  private static final byte[] FEATURE = JsonWriter.key("feature");
  private static final byte[] PSI = JsonWriter.key("psi");
  private static final byte[] ADJUSTED = JsonWriter.key("adjustedP");

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
    cause(drift.cause());
    return json.endRecord(drift.ts(), drift.source());
  }

  private void cause(Drift.Cause cause) {
    json.field(CAUSE, cause.name());
    json.field(SEGMENT, cause.segment());
    json.field(REASON, cause.reason());
    json.startArray(FEATURES);
    for (Drift.Moved moved : cause.features()) {
      json.startObject();
      json.field(FEATURE, moved.feature());
      json.field(PSI, moved.psi());
      json.field(ADJUSTED, moved.adjusted());
      json.endObject();
    }
    json.endArray();
  }
}
