package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.metrics.Reading;
import io.atomstreams.operators.label.LabelAccount;
import io.atomstreams.operators.metrics.AtomMetric;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/**
 * The figures of the label join: examples by kind, fates of questions and answers, the delay from
 * an opening to what decided it, and the share of yes in the latest answers to the last {@value
 * #WINDOW} questions answered here.
 */
final class LabelMetrics implements LabelAccount {

  private static final int WINDOW = 1024;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AtomMetrics metrics;
  private final Map<String, Label> labels = new HashMap<>();

  LabelMetrics(MetricGroup operator) {
    this.metrics = new AtomMetrics(operator);
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
    return labels.computeIfAbsent(id, added -> new Label(metrics, added));
  }

  private static final class Label {
    private final AtomMetrics metrics;
    private final String id;
    private final Map<Fate, Counter> fates = new EnumMap<>(Fate.class);
    private final Map<Example.Kind, Counter> examples = new EnumMap<>(Example.Kind.class);
    private final Histogram delay;

    /** By id of the question, the oldest first. */
    private final Map<String, Boolean> answers = new LinkedHashMap<>();

    private int positives;

    private final Reading positiveShare;

    Label(AtomMetrics metrics, String id) {
      this.metrics = metrics;
      this.id = id;
      this.delay = metrics.histogram(AtomMetric.LABEL_DELAY, id);
      this.positiveShare = metrics.reading(AtomMetric.POSITIVE_RATIO, id);
    }

    Counter fate(Fate fate) {
      return fates.computeIfAbsent(fate, f -> counter(AtomMetric.LABELS, f));
    }

    private Counter counter(AtomMetric metric, Enum<?> value) {
      return metrics.counter(metric, id, value.name().toLowerCase(Locale.ROOT));
    }

    void given(Example example, long after) {
      examples.computeIfAbsent(example.kind(), kind -> counter(AtomMetric.EXAMPLES, kind)).inc();
      if (after >= 0) {
        delay.update(after * NANOS_PER_MILLI);
      }
      positives -= Boolean.TRUE.equals(answers.remove(example.id())) ? 1 : 0;
      if (example.weight() > 0) {
        boolean positive = example.target() > 0.5;
        answers.put(example.id(), positive);
        positives += positive ? 1 : 0;
        forgetOldest();
      }
      positiveShare.set((double) positives / answers.size());
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
