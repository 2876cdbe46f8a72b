package io.atomstreams.operators.online;

import io.atomstreams.operators.conformal.DelayedThreshold;
import io.atomstreams.operators.conformal.SegmentedThreshold;
import io.atomstreams.operators.conformal.SegmentedThreshold.Issued;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Evaluation.Metric;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.online.Intervals.Held;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Publishes, at the end of each window in which answers came, the threshold {@code t} by which what
 * serves becomes a prediction set: {@code 1} is in it where {@code 1 − p <= t}, {@code 0} where
 * {@code p <= t} (the sets of {@code conformal.PredictionSets}); and how the sets of the thresholds
 * published before did: the share that held their answer, and their mean size. A prediction had the
 * threshold that was published last before its {@code asOf}, so coverage is what somebody saw who
 * followed the topic.
 *
 * <p>Thresholds are {@link DelayedThreshold}s, one for each segment with {@code minimum} answers
 * and one for all others. They learn from first answers only. How many predictions were given out
 * is not known here until their answers come: after each window as many are taken to follow as were
 * answered in it, so that those pending come to be as many as predictions wait for their answers. A
 * debt is paid back over no fewer predictions than that, for they all get one threshold.
 *
 * <p>Memory for a scorer and each segment: 16 kB of scores, 16 kB of published thresholds.
 */
public final class IntervalFold implements Fold<Intervals, Judged, Finding> {

  /** Stands for the versions that served. */
  public static final String SERVED = "served";

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Options options;

  /**
   * The settings.
   *
   * @param window ms, above 0
   * @param coverage share of answers to be held, 0.5 to 0.999
   * @param minimum answers after which a segment has a threshold of its own, 1 or more
   * @param segments how many may have one
   */
  public record Options(String label, long window, double coverage, long minimum, int segments)
      implements Serializable {

    public Options {
      if (window <= 0) {
        throw new IllegalArgumentException(
            "intervals of %s: window is %d ms, must be longer than 0".formatted(label, window));
      }
      DelayedThreshold.Options.of(coverage);
      new SegmentedThreshold.Options(minimum, segments);
    }
  }

  public IntervalFold(Options options) {
    this.options = options;
  }

  /** Whether this was given out to somebody. */
  public static boolean wasServed(Judged judged) {
    return judged.role() != null
        && judged.role() != Prediction.Role.SHADOW
        && judged.group().isEmpty();
  }

  private SegmentedThreshold<DelayedThreshold.State> thresholds(long predictions) {
    return new SegmentedThreshold<>(
        new DelayedThreshold(
            DelayedThreshold.Options.of(options.coverage()).overAtLeast(predictions)),
        new SegmentedThreshold.Options(options.minimum(), options.segments()));
  }

  @Override
  public StateCodec<Intervals> codec() {
    return new IntervalsCodec(options.coverage());
  }

  @Override
  public long time(Judged judged) {
    return judged.ts();
  }

  @Override
  public Comparator<Judged> ties() {
    return Comparator.comparing(Judged::exampleId)
        .thenComparing(Judged::kind)
        .thenComparing(Judged::target)
        .thenComparing(Judged::probability);
  }

  @Override
  public void add(Intervals state, Judged judged, Consumer<Finding> out) {
    if (state.to == NEVER) {
      state.to = (Math.floorDiv(judged.ts(), options.window()) + 1) * options.window();
    }
    state.scorer = judged.scorer();
    double ofNo = judged.probability();
    double ofYes = 1 - ofNo;
    double score = judged.target() == 1 ? ofYes : ofNo;
    Issued issued = state.published.at(judged.segment(), judged.asOf());
    Held held = state.held.computeIfAbsent(judged.segment(), segment -> new Held());
    int sign = judged.weight() < 0 ? -1 : 1;
    held.answers += sign;
    held.positives += judged.target() == 1 ? sign : 0;
    if (!Double.isNaN(issued.threshold())) {
      double threshold = issued.threshold();
      held.judged += sign;
      held.held += score <= threshold ? sign : 0;
      held.classes += (ofYes <= threshold ? sign : 0) + (ofNo <= threshold ? sign : 0);
    }
    if (state.firsts.isFirst(judged.exampleId(), judged.kind())) {
      held.firsts++;
      thresholds(1).observe(state.thresholds, judged.segment(), score, issued);
    }
  }

  @Override
  public long due(Intervals state) {
    return state.to;
  }

  @Override
  public void onTime(Intervals state, long time, Consumer<Finding> out) {
    Held all = state.held.values().stream().reduce(new Held(), Held::and);
    SegmentedThreshold<DelayedThreshold.State> thresholds = thresholds(all.firsts);
    double common = thresholds.common(state.thresholds);
    state.published.publish(time, common);
    out.accept(evaluation(state, Judged.ALL, time, all, new Issued(common, false)));
    for (Map.Entry<String, Held> each : state.held.entrySet()) {
      String segment = each.getKey();
      Issued next = thresholds.current(state.thresholds, segment);
      if (next.own()) {
        state.published.publish(segment, time, next.threshold());
      }
      if (!segment.equals(Judged.ALL)) {
        out.accept(evaluation(state, segment, time, each.getValue(), next));
      }
    }
    state.held.forEach((segment, held) -> thresholds.issue(state.thresholds, segment, held.firsts));
    state.held.clear();
    state.to = NEVER;
  }

  private Evaluation evaluation(
      Intervals state, String segment, long time, Held held, Issued next) {
    double judged = held.judged > 0 ? held.judged : Double.NaN;
    return new Evaluation(
        options.label(),
        state.scorer,
        SERVED,
        Prediction.Role.CHAMPION,
        segment,
        time - options.window(),
        time,
        Math.max(0, held.answers),
        held.positives,
        List.of(
            new Metric("conformal_threshold", next.threshold()),
            new Metric("conformal_own", next.own() ? 1 : 0),
            new Metric("conformal_target", options.coverage()),
            new Metric("coverage", share(held.held / judged, 1)),
            new Metric("set_size", share(held.classes / judged, 2))));
  }

  private static double share(double value, double most) {
    return value >= 0 && value <= most ? value : Double.NaN;
  }
}
