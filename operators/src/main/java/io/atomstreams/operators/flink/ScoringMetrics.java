package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.metrics.Reading;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.scoring.Brownout;
import io.atomstreams.operators.scoring.RolloutGuard;
import io.atomstreams.operators.scoring.RolloutMember;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ScoringDesk;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of the scoring stage: what was made, by whom and how fast, what was left out, and how
 * the roll-out stands.
 */
final class ScoringMetrics implements ScoringDesk.Account {

  private static final Logger LOG = LoggerFactory.getLogger(ScoringMetrics.class);
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Of failures with the same text only the first so many are logged. */
  private static final int MOST_WARNINGS = 10;

  private final AtomMetrics metrics;
  private final Map<Brownout.Shed, Counter> shed = new EnumMap<>(Brownout.Shed.class);
  private final Counter baseRates;
  private final Counter fallbacks;
  private final Counter exposures;
  private final Counter explanations;
  private final Counter loadFailures;
  private final Histogram batchRows;
  private final Histogram scoringTime;
  private final Reading lastPrediction;

  /** Whose predictions came last, and where they are counted. */
  private String lastVersion = "";

  private Prediction.Role lastRole;
  private Counter predictions;
  private String warned = "";
  private int warnings;

  ScoringMetrics(MetricGroup operator, Scorer scorer, RolloutMember member) {
    this.metrics = new AtomMetrics(operator);
    this.baseRates = metrics.counter(AtomMetric.BASE_RATE_PREDICTIONS);
    this.fallbacks = metrics.counter(AtomMetric.SCORING_FAILURES);
    this.exposures = metrics.counter(AtomMetric.EXPOSURES);
    this.explanations = metrics.counter(AtomMetric.EXPLANATIONS);
    this.loadFailures = metrics.counter(AtomMetric.MODEL_LOAD_FAILURES);
    this.batchRows = metrics.histogram(AtomMetric.BATCH_ROWS);
    this.scoringTime = metrics.histogram(AtomMetric.SCORING_TIME);
    this.lastPrediction = metrics.reading(AtomMetric.LAST_PREDICTION);
    metrics.gauge(AtomMetric.OPEN_CIRCUITS, scorer::openCircuits);
    showRollout(member);
    for (Brownout.Shed unit : Brownout.Shed.values()) {
      String name = unit.name().toLowerCase(Locale.ROOT);
      shed.put(unit, metrics.counter(AtomMetric.SHED, name));
    }
  }

  private void showRollout(RolloutMember member) {
    metrics.gauge(AtomMetric.ROLLOUT_TRANSITION, () -> member.timeline().lineup().number());
    metrics.gauge(
        AtomMetric.ROLLOUT_PENDING, () -> member.timeline().pending().isPresent() ? 1 : 0);
    metrics.count(AtomMetric.VOID_ACTIVATIONS, () -> member.timeline().voidActivations());
    metrics.count(AtomMetric.GUARDRAIL_ROLLBACKS, () -> RolloutGuard.rollbacks(member.timeline()));
    metrics.count(AtomMetric.REFUSED_TRANSITIONS, () -> member.timeline().abandoned());
  }

  /** Known only when there is a desk. */
  void brownout(Gauge<Integer> level) {
    metrics.gauge(AtomMetric.BROWNOUT_LEVEL, level);
  }

  void loadFailure() {
    loadFailures.inc();
  }

  void scored(int rows, long nanos, long wallMillis) {
    batchRows.update(rows);
    scoringTime.update(nanos);
    lastPrediction.set(wallMillis / MILLIS_PER_SECOND);
  }

  void made(Output made) {
    if (made instanceof Prediction prediction) {
      count(prediction.modelVersion(), prediction.role());
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

  /** What is no longer among the first keeps what it had last. */
  private void ranked(Importance importance) {
    for (Importance.Ranked one : importance.features()) {
      metrics
          .reading(AtomMetric.FEATURE_IMPORTANCE, importance.modelVersion(), one.name())
          .set(one.importance());
    }
  }

  private void count(String version, Prediction.Role role) {
    if (role != lastRole || !version.equals(lastVersion)) {
      predictions = metrics.counter(AtomMetric.PREDICTIONS, version, role.word());
      lastVersion = version;
      lastRole = role;
    }
    predictions.inc();
    if (version.equals(Prediction.BASE_RATE)) {
      baseRates.inc();
    }
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
