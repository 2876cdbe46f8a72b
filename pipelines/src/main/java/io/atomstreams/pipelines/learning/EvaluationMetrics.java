package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.online.Judged;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Shows the latest figures over all examples of each label, scorer and role. It must be one
 * subtask: two versions of a role are evaluated on different ones, and the figures of the one that
 * was replaced would stay beside the other's for ever.
 *
 * <p>Until the first evaluation after a restart there are none.
 */
final class EvaluationMetrics implements Sink<Finding> {

  private static final long serialVersionUID = 1;
  private static final String AT = "@";
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Whether it is shown: over all examples, not of a part of them. */
  static boolean shows(Finding finding) {
    return finding instanceof Evaluation evaluation && evaluation.segment().equals(Judged.ALL);
  }

  @Override
  public SinkWriter<Finding> createWriter(WriterInitContext context) {
    return new Writer(new AtomMetrics(context.metricGroup()));
  }

  private record Writer(AtomMetrics metrics) implements SinkWriter<Finding> {

    @Override
    public void write(Finding finding, Context context) {
      if (finding instanceof Evaluation evaluation) {
        show(evaluation);
      }
    }

    private void show(Evaluation evaluation) {
      String[] whose = {
        evaluation.label(),
        evaluation.scorer(),
        evaluation.role() == null ? evaluation.modelVersion() : evaluation.role().word()
      };
      metrics.reading(AtomMetric.EVALUATION_END, whose).set(evaluation.to() / MILLIS_PER_SECOND);
      metrics.reading(AtomMetric.EVALUATION_EXAMPLES, whose).set((double) evaluation.examples());
      evaluation.metrics().forEach(figure -> show(figure, whose));
    }

    /** Figures that no metric is declared for are those of single groups. */
    private void show(Evaluation.Metric figure, String... whose) {
      String[] parts = figure.name().split(AT, 2);
      AtomMetric.ofEvaluation(parts[0])
          .ifPresent(
              metric ->
                  metrics
                      .reading(
                          metric,
                          parts.length == 1
                              ? whose
                              : new String[] {whose[0], whose[1], whose[2], parts[1]})
                      .set(figure.value()));
    }

    @Override
    public void flush(boolean endOfInput) {
      // is shown at once
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
