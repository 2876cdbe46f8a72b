package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Alert.Reason;
import io.atomstreams.operators.event.Alert.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Alerts as JSON, as {@code schemas/alerts.schema.json} says. JSON has no word for {@code NaN} and
 * the infinities: a reason with such a value is written as {@code null} and read as {@code NaN}.
 */
public final class AlertJson implements OutputEncoder<Alert> {

  private final JsonBuffer buffer = new JsonBuffer();

  @Override
  public byte[] encode(Alert alert) {
    return buffer.object(json -> write(json, alert));
  }

  private static void write(JsonGenerator json, Alert alert) throws IOException {
    json.writeNumberField("schemaVersion", JsonBuffer.SCHEMA_VERSION);
    json.writeStringField("id", alert.id());
    json.writeStringField("tenant", alert.tenant());
    json.writeStringField("entity", alert.entity());
    json.writeStringField("rule", alert.rule());
    json.writeStringField("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("message", alert.message());
    json.writeArrayFieldStart("reasons");
    for (Reason reason : alert.reasons()) {
      json.writeStartObject();
      json.writeStringField("name", reason.name());
      json.writeFieldName("value");
      if (Double.isFinite(reason.value())) {
        json.writeNumber(reason.value());
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("sequence", alert.sequence());
    json.writeNumberField("ts", alert.ts());
    JsonBuffer.write(json, alert.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no alert of a version this release reads
   */
  public static Alert read(byte[] value, long readAtMicros) {
    Draft draft = new Draft();
    JsonBuffer.read(value, draft::read);
    JsonBuffer.checkVersion(draft.schemaVersion);
    return draft.alert(readAtMicros);
  }

  /** The fields as they come. */
  private static final class Draft {
    private int schemaVersion;
    private String id;
    private String tenant;
    private String entity;
    private String rule;
    private Severity severity;
    private String message;
    private final List<Reason> reasons = new ArrayList<>();
    private long sequence;
    private long ts;
    private final JsonBuffer.Source source = new JsonBuffer.Source();

    void read(String name, JsonParser json) throws IOException {
      switch (name) {
        case "schemaVersion" -> schemaVersion = json.getIntValue();
        case "id" -> id = json.getText();
        case "tenant" -> tenant = json.getText();
        case "entity" -> entity = json.getText();
        case "rule" -> rule = json.getText();
        case "severity" -> severity = Severity.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "message" -> message = json.getText();
        case "reasons" -> readReasons(json);
        case "sequence" -> sequence = json.getLongValue();
        case "ts" -> ts = json.getLongValue();
        case "source" -> source.read(json);
        default -> throw JsonBuffer.unknown(name);
      }
    }

    private void readReasons(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        ReasonDraft draft = new ReasonDraft();
        JsonBuffer.fields(json, draft::read);
        reasons.add(new Reason(draft.name, draft.value));
      }
    }

    Alert alert(long readAtMicros) {
      return new Alert(
          id,
          tenant,
          entity,
          rule,
          severity,
          message,
          List.copyOf(reasons),
          sequence,
          ts,
          source.position(),
          readAtMicros);
    }
  }

  private static final class ReasonDraft {
    private String name;
    private double value;

    void read(String field, JsonParser json) throws IOException {
      switch (field) {
        case "name" -> name = json.getText();
        case "value" ->
            value =
                json.currentToken() == JsonToken.VALUE_NULL
                    ? Double.NaN
                    : Double.parseDouble(json.getText());
        default -> throw JsonBuffer.unknown("reasons." + field);
      }
    }
  }
}
