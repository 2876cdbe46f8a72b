package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.label.LabelAccount;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The figures of the label join, below {@code atom} in the operator's scope: {@code
 * label.kind.examples_total}, {@code label.fate.labels_total} (see {@link LabelAccount.Fate}; the
 * label is {@code none} for scores), {@code label.label_delay_ms} (from an opening to what decided
 * it) and {@code label.positive_share} (of the latest answers to the last {@value #WINDOW}
 * questions answered here; NaN before the first).
 */
final class LabelMetrics implements LabelAccount {

  private static final int WINDOW = 1024;

  private final MetricGroup group;
  private final Map<String, Label> labels = new HashMap<>();

  LabelMetrics(MetricGroup operator) {
    this.group = operator.addGroup("atom");
  }

  @Override
  public void count(String label, Fate fate) {
    label(label).fate(fate).inc();
  }

  @Override
  public void given(Example example, long delay) {
    label(example.label()).given(example, delay);
  }

  private Label label(String id) {
    return labels.computeIfAbsent(
        id, added -> new Label(group.addGroup("label", added.isEmpty() ? "none" : added)));
  }

  private static final class Label {
    private final MetricGroup group;
    private final Map<Fate, Counter> fates = new EnumMap<>(Fate.class);
    private final Map<Example.Kind, Counter> examples = new EnumMap<>(Example.Kind.class);
    private final Histogram delay;

    /** By id of the question, the oldest first. */
    private final Map<String, Boolean> answers = new LinkedHashMap<>();

    private int positives;

    /** Read by the reporter's thread. */
    private volatile double positiveShare = Double.NaN;

    Label(MetricGroup group) {
      this.group = group;
      this.delay = group.histogram("label_delay_ms", new DescriptiveStatisticsHistogram(WINDOW));
      Gauge<Double> share = () -> positiveShare;
      group.gauge("positive_share", share);
    }

    Counter fate(Fate fate) {
      return fates.computeIfAbsent(fate, f -> counter("fate", f, "labels_total"));
    }

    private Counter counter(String key, Enum<?> value, String name) {
      return group.addGroup(key, value.name().toLowerCase(Locale.ROOT)).counter(name);
    }

    void given(Example example, long after) {
      examples
          .computeIfAbsent(example.kind(), kind -> counter("kind", kind, "examples_total"))
          .inc();
      if (after >= 0) {
        delay.update(after);
      }
      positives -= Boolean.TRUE.equals(answers.remove(example.id())) ? 1 : 0;
      if (example.weight() > 0) {
        boolean positive = example.target() > 0.5;
        answers.put(example.id(), positive);
        positives += positive ? 1 : 0;
        forgetOldest();
      }
      positiveShare = (double) positives / answers.size();
    }

    private void forgetOldest() {
      if (answers.size() > WINDOW) {
        Iterator<Boolean> oldest = answers.values().iterator();
        positives -= oldest.next() ? 1 : 0;
        oldest.remove();
      }
    }
  }
}
