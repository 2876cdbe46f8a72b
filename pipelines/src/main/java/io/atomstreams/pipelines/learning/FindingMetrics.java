package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.validation.RejectionReason;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Passes findings on and counts them: examples by label, drifts by detector, dead letters by
 * reason. Detectors that are known, and all reasons, are there from the start: the first drift or
 * dead letter of one is an increase.
 */
final class FindingMetrics extends RichMapFunction<Finding, Finding> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final List<String> detectors;

  // Runtime.
  private transient AtomMetrics metrics;

  FindingMetrics(List<String> detectors) {
    this.detectors = List.copyOf(detectors);
  }

  @Override
  public void open(OpenContext context) {
    metrics = new AtomMetrics(getRuntimeContext().getMetricGroup());
    detectors.forEach(detector -> metrics.counter(AtomMetric.DRIFTS, detector));
    for (RejectionReason reason : RejectionReason.values()) {
      metrics.counter(AtomMetric.DEAD_LETTERS, reason.code());
    }
  }

  @Override
  public Finding map(Finding finding) {
    if (finding instanceof Example example) {
      metrics.counter(AtomMetric.LEARNER_EXAMPLES, example.label()).inc();
    } else if (finding instanceof Drift drift && drift.level() == Drift.Level.DRIFT) {
      metrics.counter(AtomMetric.DRIFTS, drift.detector()).inc();
    } else if (finding instanceof DeadLetter letter) {
      metrics.counter(AtomMetric.DEAD_LETTERS, letter.reason()).inc();
    }
    return finding;
  }
}
