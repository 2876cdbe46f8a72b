package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.online.Judged;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Passes findings on and shows them as metrics: examples by label and kind, drifts by detector, the
 * latest figures of every scorer and learner over all examples. Of a subtask, since it began.
 */
final class FindingMetrics extends RichMapFunction<Finding, Finding> {

  private static final long serialVersionUID = 1;

  // Runtime.
  private transient MetricGroup group;
  private transient Map<String, Counter> counters;
  private transient Map<String, double[]> latest;

  @Override
  public void open(OpenContext context) {
    group = getRuntimeContext().getMetricGroup().addGroup("atom");
    counters = new HashMap<>();
    latest = new HashMap<>();
  }

  @Override
  public Finding map(Finding finding) {
    if (finding instanceof Example example) {
      counter(group.addGroup("label", example.label()), example.label(), "learner_examples_total")
          .inc();
    } else if (finding instanceof Drift drift && drift.level() == Drift.Level.DRIFT) {
      counter(group.addGroup("detector", drift.detector()), drift.detector(), "drifts_total").inc();
    } else if (finding instanceof Evaluation evaluation
        && evaluation.segment().equals(Judged.ALL)) {
      String role =
          evaluation.role() == null ? evaluation.modelVersion() : evaluation.role().word();
      evaluation.metrics().forEach(metric -> show(evaluation.scorer(), role, metric));
    }
    return finding;
  }

  private Counter counter(MetricGroup of, String id, String name) {
    return counters.computeIfAbsent(name + " " + id, key -> of.counter(name));
  }

  /** A version's figures replace those of the one before: series for each version would pile up. */
  private void show(String scorer, String role, Evaluation.Metric metric) {
    latest
            .computeIfAbsent(
                scorer + " " + role + " " + metric.name(),
                key -> {
                  double[] value = new double[1];
                  group
                      .addGroup("scorer", scorer)
                      .addGroup("role", role)
                      .gauge("evaluation_" + metric.name(), () -> value[0]);
                  return value;
                })[0] =
        metric.value();
  }
}
