package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Examples as JSON, as {@code schemas/examples.schema.json} says. Numbers are the shortest decimals
 * that give the same value again; {@code null} in a vector stands for {@code NaN} and the
 * infinities, which come back as {@code NaN}. For one thread.
 */
public final class ExampleJson {

  private static final byte[] LABEL = JsonWriter.key("label");
  private static final byte[] KIND = JsonWriter.key("kind");
  private static final byte[] TARGET = JsonWriter.key("target");
  private static final byte[] WEIGHT = JsonWriter.key("weight");
  private static final byte[] AS_OF = JsonWriter.key("asOf");
  private static final byte[] LIST_HASH = JsonWriter.key("listHash");
  private static final byte[] VECTOR = JsonWriter.key("vector");
  private static final byte[] SCORES = JsonWriter.key("scores");
  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");
  private static final byte[] ROLE = JsonWriter.key("role");
  private static final byte[] PROBABILITY = JsonWriter.key("probability");
  private static final int FIRST_LENGTH = 32;

  private final JsonWriter json = new JsonWriter();

  /**
   * The value's bytes; the caller owns the array.
   *
   * @throws IllegalArgumentException if target or weight is no finite number
   */
  public byte[] encode(Example example) {
    if (!Double.isFinite(example.target()) || !Double.isFinite(example.weight())) {
      throw new IllegalArgumentException(
          "example %s of %s: target %s and weight %s must be finite"
              .formatted(example.id(), example.source(), example.target(), example.weight()));
    }
    json.startRecord(example.id(), example.tenant(), example.entity());
    json.field(LABEL, example.label());
    json.field(KIND, example.kind().name().toLowerCase(Locale.ROOT));
    json.field(TARGET, example.target());
    json.field(WEIGHT, example.weight());
    json.field(AS_OF, example.asOf());
    json.field(LIST_HASH, example.listHash());
    json.startArray(VECTOR);
    for (float value : example.vector()) {
      json.item(value);
    }
    json.endArray();
    json.startArray(SCORES);
    for (Example.Score score : example.scores()) {
      json.startObject();
      json.field(SCORER, score.scorer());
      json.field(MODEL_VERSION, score.modelVersion());
      json.field(ROLE, score.role().word());
      json.field(PROBABILITY, JsonWriter.number(score.probability()));
      json.endObject();
    }
    json.endArray();
    return json.endRecord(example.ts(), example.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no example of a version this release reads
   */
  public static Example read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.example(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private String label;
    private Example.Kind kind;
    private double target;
    private double weight;
    private long asOf;
    private String listHash;
    private float[] vector = {};
    private final List<Example.Score> scores = new ArrayList<>(2);

    private String scorer;
    private String modelVersion;
    private Prediction.Role role;
    private float probability;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "label" -> label = json.getText();
        case "kind" -> kind = Example.Kind.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "target" -> target = json.getDoubleValue();
        case "weight" -> weight = json.getDoubleValue();
        case "asOf" -> asOf = json.getLongValue();
        case "listHash" -> listHash = json.getText();
        case "vector" -> vector = readVector(json);
        case "scores" -> readScores(json);
        default -> throw unknown(name);
      }
    }

    private static float[] readVector(JsonParser json) throws IOException {
      float[] values = new float[FIRST_LENGTH];
      int size = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (size == values.length) {
          values = Arrays.copyOf(values, 2 * size);
        }
        boolean absent = json.currentToken() == JsonToken.VALUE_NULL;
        values[size++] = absent ? Float.NaN : Float.parseFloat(json.getText());
      }
      return Arrays.copyOf(values, size);
    }

    private void readScores(JsonParser json) throws IOException {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        fields(json, this::readScore);
        scores.add(new Example.Score(scorer, modelVersion, role, probability));
      }
    }

    private void readScore(String name, JsonParser json) throws IOException {
      switch (name) {
        case "scorer" -> scorer = json.getText();
        case "modelVersion" -> modelVersion = json.getText();
        case "role" -> role = Prediction.Role.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "probability" -> probability = Float.parseFloat(json.getText());
        default -> throw unknown("scores." + name);
      }
    }

    Example example(long readAtMicros) {
      return new Example(
          id,
          tenant,
          entity,
          label,
          target,
          weight,
          kind,
          asOf,
          ts,
          listHash,
          vector,
          List.copyOf(scores),
          source(),
          readAtMicros);
    }
  }
}
