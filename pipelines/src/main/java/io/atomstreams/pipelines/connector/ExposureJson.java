package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.Prediction;
import java.io.IOException;
import java.util.Locale;

/** Exposures as JSON, as {@code schemas/exposures.schema.json} says. */
public final class ExposureJson implements OutputEncoder<Exposure> {

  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] TRANSITION = JsonWriter.key("transition");
  private static final byte[] STEP = JsonWriter.key("step");
  private static final byte[] SHARE = JsonWriter.key("share");
  private static final byte[] ROLE = JsonWriter.key("role");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");

  private final JsonWriter json = new JsonWriter();

  @Override
  public byte[] encode(Exposure exposure) {
    json.startRecord(exposure.id(), exposure.tenant(), exposure.entity());
    json.field(SCORER, exposure.scorer());
    json.field(TRANSITION, exposure.transition());
    json.field(STEP, exposure.step());
    json.field(SHARE, exposure.share());
    json.field(ROLE, exposure.role().word());
    json.field(MODEL_VERSION, exposure.modelVersion());
    return json.endRecord(exposure.sequence(), exposure.ts(), exposure.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no exposure of a version this release reads
   */
  public static Exposure read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.exposure(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private String scorer;
    private int transition;
    private int step;
    private double share;
    private Prediction.Role role;
    private String modelVersion;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "scorer" -> scorer = json.getText();
        case "transition" -> transition = json.getIntValue();
        case "step" -> step = json.getIntValue();
        case "share" -> share = json.getDoubleValue();
        case "role" -> role = Prediction.Role.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "modelVersion" -> modelVersion = json.getText();
        default -> throw unknown(name);
      }
    }

    Exposure exposure(long readAtMicros) {
      return new Exposure(
          id,
          tenant,
          entity,
          scorer,
          transition,
          step,
          share,
          role,
          modelVersion,
          sequence,
          ts,
          source(),
          readAtMicros);
    }
  }
}
