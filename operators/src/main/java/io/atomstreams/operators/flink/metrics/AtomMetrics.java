package io.atomstreams.operators.flink.metrics;

import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.metrics.AtomMetric.Kind;
import io.atomstreams.operators.metrics.AtomMetric.Unit;
import io.atomstreams.operators.metrics.MetricLabel;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The metrics of one operator, by their declarations. Asking again for the same metric and values
 * gives the same counter. What has more label values than declared is counted under {@link
 * MetricLabel#OTHER}; a gauge of it is not shown. One thread.
 */
public final class AtomMetrics {

  private static final int WINDOW = 1024;

  private final LabelledGroup root;

  /** Metrics below the scope of an operator, or of its deserializer. */
  public AtomMetrics(MetricGroup operator) {
    this.root = new LabelledGroup(operator.addGroup(AtomMetric.GROUP));
  }

  /** What somebody counts here. */
  public Counter counter(AtomMetric metric, String... values) {
    require(metric, Kind.COUNTER);
    return (Counter)
        group(metric, values)
            .metric(metric, (group, it) -> group.counter(it.shortName(), new SimpleCounter()));
  }

  /** What grows elsewhere, and is asked for when somebody looks. */
  public void count(AtomMetric metric, Gauge<? extends Number> soFar, String... values) {
    require(metric, Kind.COUNTER);
    show(metric, soFar, values);
  }

  /** A value that is asked for when somebody looks. */
  public void gauge(AtomMetric metric, Gauge<? extends Number> value, String... values) {
    require(metric, Kind.GAUGE);
    show(metric, value, values);
  }

  /** A value that is set. */
  public Reading reading(AtomMetric metric, String... values) {
    require(metric, Kind.GAUGE);
    LabelledGroup group = group(metric, values);
    return group.isOther()
        ? new Reading()
        : (Reading) group.metric(metric, (into, it) -> into.gauge(it.shortName(), new Reading()));
  }

  /** Quantiles of the latest 1024 values; of a metric in seconds it takes nanoseconds. */
  public Histogram histogram(AtomMetric metric, String... values) {
    require(metric, Kind.HISTOGRAM);
    return (Histogram)
        group(metric, values)
            .metric(metric, (group, it) -> group.histogram(it.shortName(), histogram(it.unit())));
  }

  private static Histogram histogram(Unit unit) {
    return unit == Unit.SECONDS
        ? new SecondsHistogram(WINDOW)
        : new DescriptiveStatisticsHistogram(WINDOW);
  }

  private void show(AtomMetric metric, Gauge<? extends Number> value, String... values) {
    LabelledGroup group = group(metric, values);
    if (!group.isOther()) {
      group.metric(metric, (into, it) -> into.gauge(it.shortName(), value));
    }
  }

  private LabelledGroup group(AtomMetric metric, String... values) {
    List<MetricLabel> labels = metric.labels();
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s has the labels %s, not %s".formatted(metric, labels, List.of(values)));
    }
    LabelledGroup group = root;
    for (int i = 0; i < values.length; i++) {
      group = group.of(labels.get(i), values[i]);
    }
    return group;
  }

  private static void require(AtomMetric metric, Kind kind) {
    if (metric.kind() != kind) {
      throw new IllegalArgumentException(
          "%s is declared a %s and registered as a %s".formatted(metric, metric.kind(), kind));
    }
  }
}
