package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.cause.Attribution;
import io.atomstreams.operators.drift.cause.Cause;
import io.atomstreams.operators.drift.cause.Causes;
import io.atomstreams.operators.drift.cause.Evidence;
import io.atomstreams.operators.drift.cause.Period;
import io.atomstreams.operators.drift.feature.FeatureDrift;
import io.atomstreams.operators.drift.feature.Finding;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks why a detector alarms: keeps what goes on around it and, at an alarm, divides the latest
 * answers where the loss changed most surely and lets {@link Causes} name the cause.
 *
 * <p>Of label delay the examples show what came too late: answers that are taken back, among all
 * that were given. Of seasons days and weeks are known. Features are compared over all examples,
 * whichever segment moved.
 *
 * @param listHash of the feature list whose vectors are compared; others are passed over
 * @param features names of a vector's values
 * @param segments among which the one is looked for that moved far more than the rest
 */
public record Inquiry(String listHash, List<String> features, Segments segments)
    implements Serializable {

  /** Short rounds: at an alarm the open one should tell more of now than of before. */
  private static final FeatureDrift.Options WINDOWS =
      new FeatureDrift.Options(2_000, 200, 10, 0.05);

  private static final Causes CAUSES = new Causes(Causes.Options.DEFAULT);

  /** Vectors from which on an open round tells more than the one before. */
  private static final int FEWEST_VECTORS = 50;

  /** A segment's loss must have moved by as many standard deviations... */
  private static final double DEVIATIONS = Causes.Options.DEFAULT.deviations();

  /** ...and so many times as far as the rest's. */
  private static final double FURTHER = 4;

  /** After these the world is another one; after the others it is expected back. */
  private static final Set<Cause> LASTING =
      EnumSet.of(Cause.PRIOR_SHIFT, Cause.CONCEPT_DRIFT, Cause.COVARIATE_SHIFT);

  private static final Set<Cause> BEFORE_SEASON =
      EnumSet.of(Cause.DATA_BREAK, Cause.LABEL_DELAY, Cause.SEASON);

  public Inquiry {
    features = List.copyOf(features);
  }

  static FeatureDrift windows(List<String> features) {
    return new FeatureDrift(features, WINDOWS);
  }

  /** A first answer, and the probability that was said before. */
  void take(Circumstances around, double said, Example example) {
    double probability = Math.max(0, Math.min(1, said));
    double difference = example.target() - probability;
    around.stretches.add(segments.of(example), probability, example);
    around.season.add(example.ts(), difference * difference);
    boolean fits =
        example.listHash().equals(listHash) && example.vector().length == features.size();
    if (fits && windows(features).add(around.windows, example.vector(), example.ts())) {
      around.findings = windows(features).evaluate(around.windows);
    }
  }

  /** An answer that is taken back had come too late. */
  void takenBack(Circumstances around, Example example) {
    around.stretches.takenBack(segments.of(example));
  }

  /**
   * The cause of an alarm.
   *
   * @param rose whether what is watched is higher now
   * @param isDrift whether from now on what is now is normal
   */
  Drift.Cause cause(Circumstances around, boolean rose, boolean isDrift) {
    if (!around.windows.isLearning() && around.windows.vectors() >= FEWEST_VECTORS) {
      around.findings = windows(features).evaluate(around.windows);
    }
    Stretches.Division division = around.stretches.divide(rose);
    Attribution found = attribute(around, division, segment(division, rose));
    Drift.Cause cause =
        new Drift.Cause(
            found.cause().name().toLowerCase(Locale.ROOT),
            found.segment(),
            found.reason(),
            moved(around.findings, found.features()));
    if (isDrift) {
      around.stretches.forgetBefore(division);
      if (LASTING.contains(found.cause()) && !found.features().isEmpty()) {
        windows(features).relearn(around.windows);
        around.findings = List.of();
      }
    }
    return cause;
  }

  private static Attribution attribute(
      Circumstances around, Stretches.Division division, String segment) {
    Attribution byDay = attribute(around, division, segment, Season.DAY);
    return BEFORE_SEASON.contains(byDay.cause())
        ? byDay
        : attribute(around, division, segment, Season.WEEK);
  }

  private static Attribution attribute(
      Circumstances around, Stretches.Division division, String segment, int cycle) {
    Stretch now = division.now();
    List<Double> samePhase =
        segment.equals(Judged.ALL) ? around.season.samePhase(now.from, now.to, cycle) : List.of();
    return CAUSES.attribute(
        new Evidence(
            segment,
            true,
            around.findings,
            division.before().of(segment),
            now.of(segment),
            samePhase));
  }

  /** The segment that moved surely, and far more than all the others together. */
  private static String segment(Stretches.Division division, boolean rose) {
    String furthest = Judged.ALL;
    double most = DEVIATIONS;
    for (String segment : division.now().segments.keySet()) {
      Period before = division.before().of(segment);
      Period now = division.now().of(segment);
      double away = rose ? now.lossAbove(before) : -now.lossAbove(before);
      double rest = rest(division.now(), segment) - rest(division.before(), segment);
      double moved = now.loss() - before.loss();
      // no number where there is no rest
      if (away >= most && (rose ? rest : -rest) * FURTHER <= Math.abs(moved)) {
        furthest = segment;
        most = away;
      }
    }
    return furthest;
  }

  /** Mean loss of what is not in a segment. */
  private static double rest(Stretch stretch, String segment) {
    Period all = stretch.of(Judged.ALL);
    Period part = stretch.of(segment);
    long others = all.answers() - part.answers();
    return others < Stretches.FEWEST
        ? Double.NaN
        : (all.loss() * all.answers() - part.loss() * part.answers()) / others;
  }

  private static List<Drift.Moved> moved(List<Finding> findings, List<String> features) {
    var byName = findings.stream().collect(Collectors.toMap(Finding::feature, each -> each));
    return features.stream()
        .map(byName::get)
        .map(each -> new Drift.Moved(each.feature(), each.psi(), each.adjusted()))
        .toList();
  }
}
