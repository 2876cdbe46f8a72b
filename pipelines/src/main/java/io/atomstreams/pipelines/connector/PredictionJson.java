package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import io.atomstreams.operators.event.Prediction;
import java.io.IOException;
import java.util.Locale;

/**
 * Predictions as JSON, as {@code schemas/predictions.schema.json} says. Numbers are the shortest
 * decimals that give the same float again.
 */
public final class PredictionJson implements OutputEncoder<Prediction> {

  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] PROBABILITY = JsonWriter.key("probability");
  private static final byte[] BASE_RATE = JsonWriter.key("baseRate");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");
  private static final byte[] MODEL_DIGEST = JsonWriter.key("modelDigest");
  private static final byte[] INSTEAD_OF = JsonWriter.key("insteadOf");
  private static final byte[] ROLE = JsonWriter.key("role");
  private static final byte[] SPEC_HASH = JsonWriter.key("specHash");
  private static final byte[] LIST_HASH = JsonWriter.key("listHash");

  private final JsonWriter json = new JsonWriter();

  /** Predictions of one model have one base rate: the latest and its text. */
  private float baseRate = Float.NaN;

  private byte[] baseRateText;

  /** Refuses a probability or base rate outside [0, 1], {@code NaN} included. */
  @Override
  public byte[] encode(Prediction prediction) {
    checkShare(prediction, "probability", prediction.probability());
    checkShare(prediction, "baseRate", prediction.baseRate());
    json.startRecord(prediction.id(), prediction.tenant(), prediction.entity());
    json.field(SCORER, prediction.scorer());
    json.field(PROBABILITY, JsonWriter.number(prediction.probability()));
    json.field(BASE_RATE, baseRateText(prediction.baseRate()));
    json.field(MODEL_VERSION, prediction.modelVersion());
    json.field(MODEL_DIGEST, prediction.modelDigest());
    if (!prediction.insteadOf().isEmpty()) {
      json.field(INSTEAD_OF, prediction.insteadOf());
    }
    json.field(ROLE, prediction.role().word());
    json.field(SPEC_HASH, prediction.specHash());
    json.field(LIST_HASH, prediction.listHash());
    return json.endRecord(prediction.sequence(), prediction.ts(), prediction.source());
  }

  private byte[] baseRateText(float value) {
    if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits(baseRate)) {
      baseRate = value;
      baseRateText = JsonWriter.number(value);
    }
    return baseRateText;
  }

  private static void checkShare(Prediction prediction, String name, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "prediction "
              + prediction.id()
              + " of "
              + prediction.source()
              + ": "
              + name
              + " is "
              + value
              + ", must lie in [0, 1]");
    }
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no prediction of a version this release reads
   */
  public static Prediction read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.prediction(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private String scorer;
    private float probability;
    private float baseRate;
    private String modelVersion;
    private String modelDigest = "";
    private String insteadOf = "";
    private Prediction.Role role = Prediction.Role.CHAMPION;
    private String specHash = "";
    private String listHash;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "scorer" -> scorer = json.getText();
        case "probability" -> probability = Float.parseFloat(json.getText());
        case "baseRate" -> baseRate = Float.parseFloat(json.getText());
        case "modelVersion" -> modelVersion = json.getText();
        case "modelDigest" -> modelDigest = json.getText();
        case "insteadOf" -> insteadOf = json.getText();
        case "role" -> role = Prediction.Role.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "specHash" -> specHash = json.getText();
        case "listHash" -> listHash = json.getText();
        default -> throw unknown(name);
      }
    }

    Prediction prediction(long readAtMicros) {
      return new Prediction(
          id,
          tenant,
          entity,
          scorer,
          probability,
          baseRate,
          modelVersion,
          modelDigest,
          insteadOf,
          role,
          specHash,
          listHash,
          sequence,
          ts,
          source(),
          readAtMicros);
    }
  }
}
