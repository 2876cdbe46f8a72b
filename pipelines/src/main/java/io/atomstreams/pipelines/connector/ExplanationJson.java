package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Explanation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Explanations as JSON, as {@code schemas/explanations.schema.json} says: each feature with its
 * value and what it added. A value that was missing is {@code null}.
 */
public final class ExplanationJson implements OutputEncoder<Explanation> {

  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");
  private static final byte[] METHOD = JsonWriter.key("method");
  private static final byte[] EXACT = JsonWriter.key("exact");
  private static final byte[] LINK = JsonWriter.key("link");
  private static final byte[] PROBABILITY = JsonWriter.key("probability");
  private static final byte[] BASE = JsonWriter.key("base");
  private static final byte[] FEATURES = JsonWriter.key("features");
  private static final byte[] NAME = JsonWriter.key("name");
  private static final byte[] VALUE = JsonWriter.key("value");
  private static final byte[] CONTRIBUTION = JsonWriter.key("contribution");
  private static final byte[] CAUSE = JsonWriter.key("cause");
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final JsonWriter json = new JsonWriter();

  @Override
  public byte[] encode(Explanation explanation) {
    json.startRecord(explanation.id(), explanation.tenant(), explanation.entity());
    json.field(SCORER, explanation.scorer());
    json.field(MODEL_VERSION, explanation.modelVersion());
    json.field(METHOD, explanation.method());
    json.field(EXACT, explanation.exact() ? TRUE : FALSE);
    json.field(LINK, explanation.link());
    json.field(PROBABILITY, JsonWriter.number(explanation.probability()));
    json.field(BASE, explanation.base());
    json.startArray(FEATURES);
    for (int i = 0; i < explanation.features().size(); i++) {
      json.startObject();
      json.field(NAME, explanation.features().get(i));
      if (Float.isFinite(explanation.values()[i])) {
        json.field(VALUE, JsonWriter.number(explanation.values()[i]));
      } else {
        json.field(VALUE, Double.NaN);
      }
      json.field(CONTRIBUTION, explanation.contributions()[i]);
      json.endObject();
    }
    json.endArray();
    json.field(CAUSE, explanation.cause().word());
    return json.endRecord(explanation.sequence(), explanation.ts(), explanation.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no explanation of a version this release reads
   */
  public static Explanation read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.explanation(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private final List<String> names = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final List<Double> contributions = new ArrayList<>();
    private String scorer;
    private String modelVersion;
    private String method;
    private boolean exact;
    private String link;
    private float probability;
    private double base;
    private Explanation.Cause cause;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "scorer" -> scorer = json.getText();
        case "modelVersion" -> modelVersion = json.getText();
        case "method" -> method = json.getText();
        case "exact" -> exact = json.getBooleanValue();
        case "link" -> link = json.getText();
        case "probability" -> probability = Float.parseFloat(json.getText());
        case "base" -> base = json.getDoubleValue();
        case "cause" -> cause = Explanation.Cause.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "features" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            fields(json, this::readFeature);
          }
        }
        default -> throw unknown(name);
      }
    }

    private void readFeature(String name, JsonParser json) throws IOException {
      switch (name) {
        case "name" -> names.add(json.getText());
        case "value" ->
            values.add(
                json.currentToken() == JsonToken.VALUE_NULL
                    ? Float.NaN
                    : Float.parseFloat(json.getText()));
        case "contribution" -> contributions.add(json.getDoubleValue());
        default -> throw unknown("features." + name);
      }
    }

    Explanation explanation(long readAtMicros) {
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      return new Explanation(
          id,
          tenant,
          entity,
          scorer,
          modelVersion,
          method,
          exact,
          link,
          probability,
          base,
          List.copyOf(names),
          vector,
          contributions.stream().mapToDouble(Double::doubleValue).toArray(),
          cause,
          sequence,
          ts,
          source(),
          readAtMicros);
    }
  }
}
