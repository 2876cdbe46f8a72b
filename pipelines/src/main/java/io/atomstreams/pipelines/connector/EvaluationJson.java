package io.atomstreams.pipelines.connector;

import com.fasterxml.jackson.core.JsonParser;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.RecordId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Evaluations as JSON, as {@code schemas/evaluations.schema.json} says; {@code null} stands for a
 * figure that cannot be told. For one thread.
 */
public final class EvaluationJson {

  private static final byte[] LABEL = JsonWriter.key("label");
  private static final byte[] SCORER = JsonWriter.key("scorer");
  private static final byte[] MODEL_VERSION = JsonWriter.key("modelVersion");
  private static final byte[] ROLE = JsonWriter.key("role");
  private static final byte[] SEGMENT = JsonWriter.key("segment");
  private static final byte[] FROM = JsonWriter.key("from");
  private static final byte[] TO = JsonWriter.key("to");
  private static final byte[] EXAMPLES = JsonWriter.key("examples");
  private static final byte[] POSITIVES = JsonWriter.key("positives");
  private static final byte[] METRICS = JsonWriter.key("metrics");
  private static final String LEARNER = "learner";

  private final JsonWriter json = new JsonWriter();

  /** The value's bytes; the caller owns the array. */
  public byte[] encode(Evaluation evaluation) {
    json.startRecord(RecordId.of("evaluation", "", evaluation.key() + "|" + evaluation.to()));
    json.field(LABEL, evaluation.label());
    json.field(SCORER, evaluation.scorer());
    json.field(MODEL_VERSION, evaluation.modelVersion());
    json.field(ROLE, evaluation.role() == null ? LEARNER : evaluation.role().word());
    json.field(SEGMENT, evaluation.segment());
    json.field(FROM, evaluation.from());
    json.field(TO, evaluation.to());
    json.field(EXAMPLES, evaluation.examples());
    json.field(POSITIVES, evaluation.positives());
    json.startObject(METRICS);
    for (Evaluation.Metric metric : evaluation.metrics()) {
      json.field(JsonWriter.key(metric.name()), metric.value());
    }
    json.endObject();
    json.endObject();
    return json.toByteArray();
  }

  /**
   * Reads a value back; a figure that was {@code null} is {@code NaN}.
   *
   * @throws IllegalArgumentException if it is no evaluation of a version this release reads
   */
  public static Evaluation read(byte[] value) {
    Reader reader = new Reader();
    reader.read(value);
    return reader.evaluation();
  }

  private static final class Reader extends JsonRecordReader {
    private final List<Evaluation.Metric> metrics = new ArrayList<>();
    private String label;
    private String scorer;
    private String modelVersion;
    private Prediction.Role role;
    private String segment;
    private long from;
    private long to;
    private long examples;
    private long positives;

    @Override
    protected void readOwn(String name, JsonParser json) throws IOException {
      switch (name) {
        case "label" -> label = json.getText();
        case "scorer" -> scorer = json.getText();
        case "modelVersion" -> modelVersion = json.getText();
        case "role" -> role = role(json.getText());
        case "segment" -> segment = json.getText();
        case "from" -> from = json.getLongValue();
        case "to" -> to = json.getLongValue();
        case "examples" -> examples = json.getLongValue();
        case "positives" -> positives = json.getLongValue();
        case "metrics" ->
            fields(
                json, (metric, value) -> metrics.add(new Evaluation.Metric(metric, number(value))));
        default -> throw unknown(name);
      }
    }

    private static Prediction.Role role(String word) {
      return word.equals(LEARNER) ? null : Prediction.Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    Evaluation evaluation() {
      return new Evaluation(
          label,
          scorer,
          modelVersion,
          role,
          segment,
          from,
          to,
          examples,
          positives,
          List.copyOf(metrics));
    }
  }
}
