package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.atomstreams.operators.event.Prediction;
import java.io.IOException;

/**
 * Predictions as JSON, as {@code schemas/predictions.schema.json} says. Numbers are the shortest
 * decimals that give the same float again.
 */
public final class PredictionJson implements OutputEncoder<Prediction> {

  private final JsonBuffer buffer = new JsonBuffer();

  /** Refuses a probability or base rate outside [0, 1], {@code NaN} included. */
  @Override
  public byte[] encode(Prediction prediction) {
    checkShare(prediction, "probability", prediction.probability());
    checkShare(prediction, "baseRate", prediction.baseRate());
    return buffer.object(json -> write(json, prediction));
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

  private static void write(JsonGenerator json, Prediction prediction) throws IOException {
    json.writeNumberField("schemaVersion", JsonBuffer.SCHEMA_VERSION);
    json.writeStringField("id", prediction.id());
    json.writeStringField("tenant", prediction.tenant());
    json.writeStringField("entity", prediction.entity());
    json.writeStringField("scorer", prediction.scorer());
    json.writeNumberField("probability", prediction.probability());
    json.writeNumberField("baseRate", prediction.baseRate());
    json.writeStringField("modelVersion", prediction.modelVersion());
    json.writeStringField("listHash", prediction.listHash());
    json.writeNumberField("sequence", prediction.sequence());
    json.writeNumberField("ts", prediction.ts());
    JsonBuffer.write(json, prediction.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no prediction of a version this release reads
   */
  public static Prediction read(byte[] value, long readAtMicros) {
    Draft draft = new Draft();
    JsonBuffer.read(value, draft::read);
    JsonBuffer.checkVersion(draft.schemaVersion);
    return draft.prediction(readAtMicros);
  }

  /** The fields as they come. */
  private static final class Draft {
    private int schemaVersion;
    private String id;
    private String tenant;
    private String entity;
    private String scorer;
    private float probability;
    private float baseRate;
    private String modelVersion;
    private String listHash;
    private long sequence;
    private long ts;
    private final JsonBuffer.Source source = new JsonBuffer.Source();

    void read(String name, JsonParser json) throws IOException {
      switch (name) {
        case "schemaVersion" -> schemaVersion = json.getIntValue();
        case "id" -> id = json.getText();
        case "tenant" -> tenant = json.getText();
        case "entity" -> entity = json.getText();
        case "scorer" -> scorer = json.getText();
        case "probability" -> probability = Float.parseFloat(json.getText());
        case "baseRate" -> baseRate = Float.parseFloat(json.getText());
        case "modelVersion" -> modelVersion = json.getText();
        case "listHash" -> listHash = json.getText();
        case "sequence" -> sequence = json.getLongValue();
        case "ts" -> ts = json.getLongValue();
        case "source" -> source.read(json);
        default -> throw JsonBuffer.unknown(name);
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
          listHash,
          sequence,
          ts,
          source.position(),
          readAtMicros);
    }
  }
}
