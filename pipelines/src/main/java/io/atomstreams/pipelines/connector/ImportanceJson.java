package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Importance.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rankings of features as JSON, as {@code schemas/insights.schema.json} says. */
public final class ImportanceJson implements OutputEncoder<Importance> {

  private static final String KIND_WORD = "feature_importance";

  private static final byte[] KIND = JsonWriter.key("kind");
  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");
  private static final byte[] LINK = JsonWriter.key("link");
  private static final byte[] SUBTASK = JsonWriter.key("subtask");
  private static final byte[] EXPLANATIONS = JsonWriter.key("explanations");
  private static final byte[] FEATURES = JsonWriter.key("features");
  private static final byte[] NAME = JsonWriter.key("name");
  private static final byte[] IMPORTANCE = JsonWriter.key("importance");
  private static final byte[] SHARE = JsonWriter.key("share");

  private final JsonWriter json = new JsonWriter();

  @Override
  public byte[] encode(Importance importance) {
    json.startRecord(importance.id());
    json.field(KIND, KIND_WORD);
    json.field(SCORER, importance.scorer());
    json.field(MODEL_VERSION, importance.modelVersion());
    json.field(LINK, importance.link());
    json.field(SUBTASK, importance.subtask());
    json.field(EXPLANATIONS, importance.explanations());
    json.startArray(FEATURES);
    for (Ranked one : importance.features()) {
      json.startObject();
      json.field(NAME, one.name());
      json.field(IMPORTANCE, one.importance());
      json.field(SHARE, one.share());
      json.endObject();
    }
    json.endArray();
    return json.endRecord(importance.asOf(), importance.source());
  }

  /**
   * Reads a value back.
   *
   * @param readAtMicros from the header, 0 where there is none
   * @throws IllegalArgumentException if it is no ranking of a version this release reads
   */
  public static Importance read(byte[] value, long readAtMicros) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.importance(readAtMicros);
  }

  private static final class Reader extends JsonRecordReader {
    private final List<Ranked> features = new ArrayList<>();
    private String scorer;
    private String modelVersion;
    private String link;
    private int subtask;
    private long explanations;
    private String name;
    private double importance;
    private double share;

    @Override
    protected void readOwn(String field, JsonParser json) throws IOException {
      switch (field) {
        case "kind" -> requireKind(json.getText());
        case "scorer" -> scorer = json.getText();
        case "modelVersion" -> modelVersion = json.getText();
        case "link" -> link = json.getText();
        case "subtask" -> subtask = json.getIntValue();
        case "explanations" -> explanations = json.getLongValue();
        case "features" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            fields(json, this::readFeature);
            features.add(new Ranked(name, importance, share));
          }
        }
        default -> throw unknown(field);
      }
    }

    private static void requireKind(String kind) {
      if (!kind.equals(KIND_WORD)) {
        throw new IllegalArgumentException(
            "kind %s: this release reads %s".formatted(kind, KIND_WORD));
      }
    }

    private void readFeature(String field, JsonParser json) throws IOException {
      switch (field) {
        case "name" -> name = json.getText();
        case "importance" -> importance = json.getDoubleValue();
        case "share" -> share = json.getDoubleValue();
        default -> throw unknown("features." + field);
      }
    }

    Importance importance(long readAtMicros) {
      return new Importance(
          id,
          scorer,
          modelVersion,
          link,
          subtask,
          explanations,
          List.copyOf(features),
          ts,
          source(),
          readAtMicros);
    }
  }
}
