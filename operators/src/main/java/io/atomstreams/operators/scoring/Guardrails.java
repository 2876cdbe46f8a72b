package io.atomstreams.operators.scoring;

import io.atomstreams.operators.evidence.SampleRatio;
import java.io.Serializable;
import java.util.Optional;

/**
 * When a canary, or a champion that has just been promoted, is to go by itself.
 *
 * @param failureRate largest share of rows it may fail to score, in [0, 1]
 * @param latencyRatio how many times the other's time per row it may take, above 1
 * @param scoreShift largest population stability index between its scores and the other's, above 0;
 *     0.1 counts as small, 0.25 as large
 * @param missingShare by how much the share of missing values among its features may exceed the
 *     other's, in [0, 1]
 * @param sampleRatioLevel probability of ever holding a roll-out to be broken because of its split
 *     of entities though that is the ramp's, however often it is looked at, in (0, 1)
 * @param minimumRows rows of each before anything but failures is judged, 30 or more
 * @param watchRows rows for which a promoted champion is watched
 */
public record Guardrails(
    double failureRate,
    double latencyRatio,
    double scoreShift,
    double missingShare,
    double sampleRatioLevel,
    int minimumRows,
    int watchRows)
    implements Serializable {

  /** Cautious about failures, patient about the rest. */
  public static final Guardrails DEFAULT = new Guardrails(0.01, 5, 0.5, 0.2, 1e-4, 500, 100_000);

  private static final int ROWS_TO_JUDGE_FAILURES = 50;

  /** Added to each bin's share, so that an empty bin does not count for infinitely much. */
  private static final double EMPTY_BIN = 1e-3;

  public Guardrails {
    requireBetween("failureRate", failureRate, 0, 1);
    requireBetween("latencyRatio", latencyRatio, 1, 1e6);
    requireBetween("scoreShift", scoreShift, 0, 1e3);
    requireBetween("missingShare", missingShare, 0, 1);
    requireBetween("sampleRatioLevel", sampleRatioLevel, 0, 1);
    requireBetween("minimumRows", minimumRows, 30, 1e9);
    requireBetween("watchRows", watchRows, 0, 1e9);
  }

  private static void requireBetween(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "guardrail %s is %s, must be %s to %s".formatted(name, value, least, most));
    }
  }

  /**
   * Why the watched model is to go; empty while it may stay.
   *
   * @param other the model it is compared with; empty statistics if there is none
   */
  public Optional<String> breach(ArmStats watched, ArmStats other) {
    if (watched.rows() >= ROWS_TO_JUDGE_FAILURES && watched.failureRate() > failureRate) {
      return breach("share of failed rows", watched.failureRate(), failureRate);
    }
    if (watched.rows() < minimumRows || other.rows() < minimumRows) {
      return Optional.empty();
    }
    double ratio = watched.nanosPerRow() / Math.max(1, other.nanosPerRow());
    if (ratio > latencyRatio) {
      return breach("time per row as a multiple of the other's", ratio, latencyRatio);
    }
    double surplus = watched.missingShare() - other.missingShare();
    if (surplus > missingShare) {
      return breach("surplus of missing values", surplus, missingShare);
    }
    double shift = stabilityIndex(watched.histogram(), other.histogram());
    return shift > scoreShift
        ? breach("population stability index of the scores", shift, scoreShift)
        : Optional.empty();
  }

  private static Optional<String> breach(String what, double value, double bound) {
    return Optional.of(
        "guardrail: %s is %.4g, at most %.4g is allowed".formatted(what, value, bound));
  }

  /** Why the split of entities cannot be the ramp's; empty while it can. */
  public Optional<String> sampleRatioBreach(SampleRatio split) {
    return split.logEvidence() >= -Math.log(sampleRatioLevel)
        ? Optional.of(
            "guardrail: the canary has %d entities where %.1f are expected, probability %.2g"
                .formatted(split.treated(), split.expected(), Math.exp(-split.logEvidence())))
        : Optional.empty();
  }

  /** {@code Σ (p − q) · ln(p / q)} over the bins. */
  static double stabilityIndex(long[] watched, long[] other) {
    double sumWatched = total(watched);
    double sumOther = total(other);
    double index = 0;
    for (int bin = 0; bin < watched.length; bin++) {
      double p = watched[bin] / sumWatched + EMPTY_BIN;
      double q = other[bin] / sumOther + EMPTY_BIN;
      index += (p - q) * Math.log(p / q);
    }
    return index;
  }

  private static double total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return Math.max(1, total);
  }
}
