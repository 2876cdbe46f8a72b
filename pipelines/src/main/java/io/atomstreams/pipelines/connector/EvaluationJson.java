package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.RecordId;

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
}
