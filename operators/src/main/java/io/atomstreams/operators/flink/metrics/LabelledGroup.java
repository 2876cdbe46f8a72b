package io.atomstreams.operators.flink.metrics;

import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.metrics.MetricLabel;
import io.atomstreams.operators.metrics.MetricLabel.Beyond;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * A group of metrics, and the groups below it by the values of labels: no more than they may have.
 */
final class LabelledGroup {

  private static final int OLDEST_FIRST = 16;

  private final MetricGroup group;
  private final boolean other;
  private final Map<AtomMetric, Metric> metrics = new EnumMap<>(AtomMetric.class);
  private final Map<MetricLabel, Map<String, LabelledGroup>> below =
      new EnumMap<>(MetricLabel.class);

  LabelledGroup(MetricGroup group) {
    this(group, false);
  }

  private LabelledGroup(MetricGroup group, boolean other) {
    this.group = group;
    this.other = other;
  }

  /** Whether it stands for several values. */
  boolean isOther() {
    return other;
  }

  Metric metric(AtomMetric metric, BiFunction<MetricGroup, AtomMetric, Metric> register) {
    Metric known = metrics.get(metric);
    if (known == null) {
      known = register.apply(group, metric);
      metrics.put(metric, known);
    }
    return known;
  }

  /** The group of a value, or that of all others if there is no room for it. */
  LabelledGroup of(MetricLabel label, String value) {
    Map<String, LabelledGroup> values =
        below.computeIfAbsent(label, added -> new LinkedHashMap<>(OLDEST_FIRST, 0.75f, true));
    String shown = value.isEmpty() ? MetricLabel.NONE : value;
    LabelledGroup known = values.get(shown);
    if (known != null) {
      return known;
    }
    if (values.size() < label.most() || label.beyond() == Beyond.OLDEST_LEAVES) {
      makeRoom(values, label.most());
      return add(values, label, shown, other);
    }
    LabelledGroup others = values.get(MetricLabel.OTHER);
    return others == null ? add(values, label, MetricLabel.OTHER, true) : others;
  }

  private LabelledGroup add(
      Map<String, LabelledGroup> values, MetricLabel label, String value, boolean isOther) {
    LabelledGroup added = new LabelledGroup(group.addGroup(label.key(), value), isOther);
    values.put(value, added);
    return added;
  }

  private static void makeRoom(Map<String, LabelledGroup> values, int most) {
    Iterator<LabelledGroup> oldest = values.values().iterator();
    while (values.size() >= most) {
      oldest.next().close();
      oldest.remove();
    }
  }

  /** Takes its series off the page. */
  private void close() {
    if (group instanceof AbstractMetricGroup<?> registered) {
      registered.close();
    }
  }
}
