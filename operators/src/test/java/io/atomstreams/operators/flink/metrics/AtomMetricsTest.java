package io.atomstreams.operators.flink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.metrics.MetricLabel;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.NoOpMetricRegistry;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.junit.jupiter.api.Test;

class AtomMetricsTest {

  private final Map<String, Metric> shown = new TreeMap<>();
  private final AtomMetrics metrics = new AtomMetrics(new GenericMetricGroup(shows(), null, "op"));

  /** Knows what is registered now, by the values of its groups. */
  private MetricRegistry shows() {
    return new NoOpMetricRegistry() {
      @Override
      public void register(Metric metric, String name, AbstractMetricGroup<?> group) {
        shown.put(group.getMetricIdentifier(name, CharacterFilter.NO_OP_FILTER), metric);
      }

      @Override
      public void unregister(Metric metric, String name, AbstractMetricGroup<?> group) {
        shown.remove(group.getMetricIdentifier(name, CharacterFilter.NO_OP_FILTER));
      }
    };
  }

  private long count(String identifier) {
    return ((Counter) shown.get(identifier)).getCount();
  }

  @Test
  void theSameValuesHaveTheSameCounter() {
    metrics.counter(AtomMetric.EVENTS, "paid", "late").inc();
    metrics.counter(AtomMetric.EVENTS, "paid", "late").inc();
    assertThat(count("op.atom.type.paid.outcome.late.events_total")).isEqualTo(2);
    assertThat(shown).hasSize(1);
  }

  @Test
  void valuesTooManyAreCountedTogether() {
    int detectors = MetricLabel.DETECTOR.most() + 1_000;
    for (int i = 0; i < detectors; i++) {
      metrics.counter(AtomMetric.DRIFTS, "d" + i).inc();
    }
    assertThat(shown).hasSize(MetricLabel.DETECTOR.most() + 1);
    assertThat(count("op.atom.detector.d0.drifts_total")).isEqualTo(1);
    assertThat(count("op.atom.detector.other.drifts_total")).isEqualTo(1_000);
    metrics.counter(AtomMetric.DRIFTS, "d0").inc();
    assertThat(count("op.atom.detector.d0.drifts_total")).isEqualTo(2);
  }

  @Test
  void aGaugeOfValuesTooManyIsNotShown() {
    int scorers = MetricLabel.SCORER.most() + 5;
    for (int i = 0; i < scorers; i++) {
      metrics.reading(AtomMetric.LOG_LOSS, "churn", "s" + i, "champion").set(i);
    }
    assertThat(shown)
        .hasSize(MetricLabel.SCORER.most())
        .allSatisfy((name, gauge) -> assertThat(name).doesNotContain("other"));
  }

  @Test
  void theVersionThatWasNotUsedForLongestMakesRoom() {
    int most = MetricLabel.MODEL.most();
    for (int i = 0; i < most; i++) {
      metrics.counter(AtomMetric.PREDICTIONS, "m@" + i, "champion").inc();
    }
    metrics.counter(AtomMetric.PREDICTIONS, "m@0", "champion").inc();
    metrics.counter(AtomMetric.PREDICTIONS, "m@" + most, "champion").inc();

    assertThat(shown).hasSize(most);
    assertThat(count("op.atom.model.m@0.role.champion.predictions_total")).isEqualTo(2);
    assertThat(shown).doesNotContainKey("op.atom.model.m@1.role.champion.predictions_total");

    metrics.counter(AtomMetric.PREDICTIONS, "m@1", "champion").inc();
    assertThat(count("op.atom.model.m@1.role.champion.predictions_total")).isEqualTo(1);
  }

  @Test
  void anEmptyValueIsCalledNone() {
    metrics.counter(AtomMetric.LABELS, "", "late_score").inc();
    assertThat(count("op.atom.label.none.fate.late_score.labels_total")).isEqualTo(1);
  }

  @Test
  void timesAreTakenInNanosecondsAndShownInSeconds() {
    Histogram times = metrics.histogram(AtomMetric.SCORING_TIME);
    times.update(1_500_000);
    times.update(2_500_000);
    assertThat(times.getCount()).isEqualTo(2);
    assertThat(times.getStatistics().getMean()).isEqualTo(0.002);
    assertThat(times.getStatistics().getQuantile(1)).isEqualTo(0.0025);
    assertThat(times.getStatistics().size()).isEqualTo(2);
  }

  @Test
  void aReadingShowsWhatItWasSetToLast() {
    Reading reading = metrics.reading(AtomMetric.LAST_PREDICTION);
    Gauge<?> gauge = (Gauge<?>) shown.get("op.atom.last_prediction_timestamp_seconds");
    assertThat(gauge.getValue()).isEqualTo(Double.NaN);
    reading.set(7);
    assertThat(gauge.getValue()).isEqualTo(7.0);
  }

  @Test
  void whatIsDeclaredOtherwiseIsRefused() {
    assertThatThrownBy(() -> metrics.counter(AtomMetric.LOG_LOSS, "l", "s", "champion"))
        .hasMessageContaining("LOG_LOSS is declared a GAUGE and registered as a COUNTER");
    assertThatThrownBy(() -> metrics.counter(AtomMetric.EVENTS, "paid"))
        .hasMessageContaining("EVENTS has the labels [TYPE, OUTCOME], not [paid]");
    assertThatThrownBy(() -> AtomMetric.named("alerts_recieved_total"))
        .hasMessageContaining("alerts_recieved_total is not declared");
  }

  @Test
  void worksWithAnyGroup() {
    MetricListener listener = new MetricListener();
    MetricGroup group = listener.getMetricGroup();
    new AtomMetrics(group).count(AtomMetric.RULE_REPAIRS, () -> 3L, "bound");
    assertThat(listener.getGauge("atom", "rule", "bound", "repairs_total"))
        .hasValueSatisfying(gauge -> assertThat(gauge.getValue()).isEqualTo(3L));
  }
}
