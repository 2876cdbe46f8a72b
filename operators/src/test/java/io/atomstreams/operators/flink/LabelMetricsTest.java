package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Example.Kind;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.label.LabelAccount.Fate;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class LabelMetricsTest {

  private final MetricListener listener = new MetricListener();
  private final LabelMetrics metrics = new LabelMetrics(listener.getMetricGroup());

  private static Example example(int question, Kind kind, double target) {
    return new Example(
        "q" + question,
        "acme",
        "acme|c",
        "churn",
        target,
        kind == Kind.RETRACTED ? -1 : 1,
        kind,
        0,
        0,
        "",
        new float[0],
        List.of(),
        new SourcePosition("t", 0, question),
        0);
  }

  private <M extends Metric> M find(Class<M> type, String... name) {
    return listener.getMetric(type, name).orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private double positiveShare() {
    return ((Gauge<Double>) find(Gauge.class, "atom", "label", "churn", "positive_ratio"))
        .getValue();
  }

  @Test
  void thePositiveShareIsOfTheLatestAnswersOfTheLastQuestions() {
    metrics.given(example(0, Kind.FIRST, 0), -1);
    metrics.given(example(1, Kind.FIRST, 1), 10);
    assertThat(positiveShare()).isEqualTo(0.5);
    metrics.given(example(0, Kind.RETRACTED, 0), -1);
    assertThat(positiveShare()).isEqualTo(1);
    metrics.given(example(0, Kind.CORRECTED, 1), 30);
    metrics.given(example(2, Kind.FEEDBACK, 0), 20);
    assertThat(positiveShare()).isEqualTo(2.0 / 3);
    for (int i = 3; i < 1027; i++) {
      metrics.given(example(i, Kind.FIRST, i % 4 == 0 ? 1 : 0), -1);
    }
    assertThat(positiveShare()).isEqualTo(0.25);
  }

  @Test
  void examplesDelaysAndFatesAreCountedByLabel() {
    metrics.given(example(0, Kind.FIRST, 0), -1);
    metrics.given(example(0, Kind.RETRACTED, 0), -1);
    metrics.given(example(0, Kind.CORRECTED, 1), 30);
    metrics.count("churn", Fate.MISSED);
    metrics.count("", Fate.LATE_SCORE);
    metrics.count("", Fate.LATE_SCORE);

    assertThat(
            find(Counter.class, "atom", "label", "churn", "kind", "corrected", "examples_total")
                .getCount())
        .isEqualTo(1);
    assertThat(
            find(Counter.class, "atom", "label", "churn", "fate", "missed", "labels_total")
                .getCount())
        .isEqualTo(1);
    assertThat(
            find(Counter.class, "atom", "label", "none", "fate", "late_score", "labels_total")
                .getCount())
        .isEqualTo(2);
    Histogram delay = find(Histogram.class, "atom", "label", "churn", "delay_seconds");
    assertThat(delay.getCount()).isEqualTo(1);
    assertThat(delay.getStatistics().getQuantile(0.5)).isEqualTo(0.03);
  }
}
