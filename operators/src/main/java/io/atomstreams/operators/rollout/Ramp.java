package io.atomstreams.operators.rollout;

import java.io.Serializable;
import java.util.List;

/**
 * How the share of a canary grows with event time.
 *
 * @param percents of the entities, each 1 to 100, growing
 * @param stepMillis event time between two of them, 1 ms or more
 */
public record Ramp(List<Integer> percents, long stepMillis) implements Serializable {

  /** 1, 5, 25 and 100 % of the entities, an hour of event time each. */
  public static final Ramp DEFAULT = new Ramp(List.of(1, 5, 25, 100), 3_600_000);

  public Ramp {
    percents = List.copyOf(percents);
    if (percents.isEmpty()) {
      throw new IllegalArgumentException("a ramp needs at least one percentage");
    }
    int before = 0;
    for (int percent : percents) {
      if (percent <= before || percent > 100) {
        throw new IllegalArgumentException(
            "ramp %s: percentages must grow from 1 to at most 100".formatted(percents));
      }
      before = percent;
    }
    if (stepMillis < 1) {
      throw new IllegalArgumentException("a step of a ramp lasts 1 ms or more, not " + stepMillis);
    }
  }

  /** The place in {@link #percents} that is in force so long after the canary began. */
  public int stepAfter(long millis) {
    return (int) Math.min(percents.size() - 1, Math.max(0, millis) / stepMillis);
  }

  /** The share of the entities, in (0, 1], that is in force so long after the canary began. */
  public double shareAfter(long millis) {
    return percents.get(stepAfter(millis)) / 100.0;
  }
}
