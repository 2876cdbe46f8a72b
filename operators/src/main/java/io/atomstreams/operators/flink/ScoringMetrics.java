package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.scoring.Brownout;
import io.atomstreams.operators.scoring.RolloutMember;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ScoringDesk;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the scoring stage, below {@code atom} in the operator's scope: {@code
 * model.role.predictions_total} by version and role, {@code scoring_failures_total} (rows that
 * another than the assigned model answered), {@code batch_rows}, {@code scoring_micros}, {@code
 * shed.shed_total} by kind, {@code brownout_level}, {@code rollout_transition}, {@code
 * rollout_pending}, {@code void_activations_total}, {@code open_circuits}, {@code exposures_total},
 * {@code explanations_total}, {@code model_load_failures_total}, and {@code
 * model.feature.importance} of each feature that was among a version's ten most important once.
 */
final class ScoringMetrics implements ScoringDesk.Account {

  private static final Logger LOG = LoggerFactory.getLogger(ScoringMetrics.class);
  private static final int HISTOGRAM_WINDOW = 1024;

  /** Of failures with the same text only the first so many are logged. */
  private static final int MOST_WARNINGS = 10;

  private final MetricGroup group;
  private final Map<String, Map<Prediction.Role, Counter>> predictions = new HashMap<>();
  private final Map<Brownout.Shed, Counter> shed = new EnumMap<>(Brownout.Shed.class);
  private final Map<String, Map<String, Double>> importances = new HashMap<>();
  private final Counter fallbacks;
  private final Counter exposures;
  private final Counter explanations;
  private final Counter loadFailures;
  private final Histogram batchRows;
  private final Histogram scoringMicros;
  private String warned = "";
  private int warnings;

  ScoringMetrics(MetricGroup operator, Scorer scorer, RolloutMember member) {
    this.group = operator.addGroup("atom");
    this.fallbacks = group.counter("scoring_failures_total");
    this.exposures = group.counter("exposures_total");
    this.explanations = group.counter("explanations_total");
    this.loadFailures = group.counter("model_load_failures_total");
    this.batchRows = group.histogram("batch_rows", histogram());
    this.scoringMicros = group.histogram("scoring_micros", histogram());
    gauge("open_circuits", scorer::openCircuits);
    gauge("rollout_transition", () -> member.timeline().lineup().number());
    gauge("rollout_pending", () -> member.timeline().pending().isPresent() ? 1 : 0);
    gauge("void_activations_total", () -> member.timeline().voidActivations());
    for (Brownout.Shed unit : Brownout.Shed.values()) {
      String name = unit.name().toLowerCase(Locale.ROOT);
      shed.put(unit, group.addGroup("unit", name).counter("shed_total"));
    }
  }

  private static Histogram histogram() {
    return new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW);
  }

  void gauge(String name, Gauge<Integer> gauge) {
    group.gauge(name, gauge);
  }

  void loadFailure() {
    loadFailures.inc();
  }

  void scored(int rows, long nanos) {
    batchRows.update(rows);
    scoringMicros.update(nanos / 1000);
  }

  void made(Output made) {
    if (made instanceof Prediction prediction) {
      counter(prediction.modelVersion(), prediction.role()).inc();
      if (!prediction.insteadOf().isEmpty()) {
        fallbacks.inc();
      }
    } else if (made instanceof Exposure) {
      exposures.inc();
    } else if (made instanceof Explanation) {
      explanations.inc();
    } else if (made instanceof Importance importance) {
      ranked(importance);
    }
  }

  /** A gauge cannot be taken away; what is no longer among the first keeps what it had last. */
  private void ranked(Importance importance) {
    Map<String, Double> ofVersion =
        importances.computeIfAbsent(importance.modelVersion(), added -> new ConcurrentHashMap<>());
    for (Importance.Ranked one : importance.features()) {
      if (ofVersion.put(one.name(), one.importance()) == null) {
        Gauge<Double> gauge = () -> ofVersion.get(one.name());
        group
            .addGroup("model", importance.modelVersion())
            .addGroup("feature", one.name())
            .gauge("importance", gauge);
      }
    }
  }

  private Counter counter(String version, Prediction.Role role) {
    Map<Prediction.Role, Counter> ofVersion = predictions.get(version);
    if (ofVersion == null) {
      ofVersion = new EnumMap<>(Prediction.Role.class);
      predictions.put(version, ofVersion);
    }
    Counter counter = ofVersion.get(role);
    if (counter == null) {
      counter =
          group
              .addGroup("model", version)
              .addGroup("role", role.word())
              .counter("predictions_total");
      ofVersion.put(role, counter);
    }
    return counter;
  }

  @Override
  public void shed(Brownout.Shed unit, int count) {
    shed.get(unit).inc(count);
  }

  @Override
  public void failed(String why) {
    warnings = why.equals(warned) ? warnings + 1 : 1;
    warned = why;
    if (warnings <= MOST_WARNINGS) {
      LOG.warn("a model of the line-up did not answer: {}", why);
    }
  }
}
