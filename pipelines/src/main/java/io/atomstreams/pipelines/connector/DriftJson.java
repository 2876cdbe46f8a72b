package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Drift;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Reads a value back; a number that was {@code null} is {@code NaN}.
   *
   * @throws IllegalArgumentException if it is no drift of a version this release reads
   */
  public static Drift read(byte[] value) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.drift();
  }

  private static final class Reader extends JsonRecordReader {
    private final List<String> actions = new ArrayList<>();
    private final List<Drift.Moved> moved = new ArrayList<>();
    private String detector;
    private String type;
    private String on;
    private String label;
    private Drift.Level level;
    private long observations;
    private double recent;
    private double before;
    private String cause;
    private String segment;
    private String reason;

    private String feature;
    private double psi;
    private double adjusted;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "detector" -> detector = json.getText();
        case "type" -> type = json.getText();
        case "on" -> on = json.getText();
        case "label" -> label = json.getText();
        case "level" -> level = Drift.Level.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "observations" -> observations = json.getLongValue();
        case "recent" -> recent = number(json);
        case "before" -> before = number(json);
        case "cause" -> cause = json.getText();
        case "segment" -> segment = json.getText();
        case "reason" -> reason = json.getText();
        case "actions" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            actions.add(json.getText());
          }
        }
        case "features" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            fields(json, this::readMoved);
            moved.add(new Drift.Moved(feature, psi, adjusted));
          }
        }
        default -> throw unknown(name);
      }
    }

    private void readMoved(String name, JsonParser json) throws IOException {
      switch (name) {
        case "feature" -> feature = json.getText();
        case "psi" -> psi = number(json);
        case "adjustedP" -> adjusted = number(json);
        default -> throw unknown("features." + name);
      }
    }

    Drift drift() {
      return new Drift(
          id,
          tenant,
          detector,
          type,
          on,
          label,
          level,
          observations,
          recent,
          before,
          List.copyOf(actions),
          new Drift.Cause(cause, segment, reason, moved),
          ts,
          source());
    }
  }
}
