package io.atomstreams.pipelines.connector;

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

  private static final byte[] RULE = JsonWriter.key("rule");
  private static final byte[] SEVERITY = JsonWriter.key("severity");
  private static final byte[] MESSAGE = JsonWriter.key("message");
  private static final byte[] REASONS = JsonWriter.key("reasons");
  private static final byte[] NAME = JsonWriter.key("name");
  private static final byte[] VALUE = JsonWriter.key("value");

  private final JsonWriter json = new JsonWriter();

  @Override
  public byte[] encode(Alert alert) {
    json.startRecord(alert.id(), alert.tenant(), alert.entity());
    json.field(RULE, alert.rule());
    json.field(SEVERITY, alert.severity().name().toLowerCase(Locale.ROOT));
    json.field(MESSAGE, alert.message());
    json.startArray(REASONS);
    for (Reason reason : alert.reasons()) {
      json.startObject();
      json.field(NAME, reason.name());
      json.field(VALUE, reason.value());
      json.endObject();
    }
    json.endArray();
    return json.endRecord(alert.sequence(), alert.ts(), alert.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no alert of a version this release reads
   */
  public static Alert read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.alert(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private String rule;
    private Severity severity;
    private String message;
    private final List<Reason> reasons = new ArrayList<>();
    private String reasonName;
    private double reasonValue;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "rule" -> rule = json.getText();
        case "severity" -> severity = Severity.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "message" -> message = json.getText();
        case "reasons" -> readReasons(json);
        default -> throw unknown(name);
      }
    }

    private void readReasons(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        reasonName = null;
        reasonValue = 0;
        fields(json, this::readReason);
        reasons.add(new Reason(reasonName, reasonValue));
      }
    }

    private void readReason(String name, JsonParser json) throws IOException {
      switch (name) {
        case "name" -> reasonName = json.getText();
        case "value" ->
            reasonValue =
                json.currentToken() == JsonToken.VALUE_NULL
                    ? Double.NaN
                    : Double.parseDouble(json.getText());
        default -> throw unknown("reasons." + name);
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
          source(),
          readAtMicros);
    }
  }
}
