package io.atomstreams.operators.promotion;

import io.atomstreams.operators.evidence.Interval;
import java.io.Serializable;
import java.util.Locale;

/**
 * What the losses of champion and challenger say.
 *
 * @param evidence mean of (champion's loss − challenger's loss), above 0 where the challenger is
 *     better, and between what it lies
 * @param block examples whose differences were averaged so that those averages follow one another
 *     without memory; 1 where the differences themselves do
 */
public record Verdict(Outcome outcome, Interval evidence, int block) implements Serializable {

  /** What follows. */
  public enum Outcome {
    UNDECIDED,
    CHALLENGER_BETTER,
    CHAMPION_BETTER,
    /** Whichever is better, it is by less than matters. */
    EQUIVALENT;

    /** In words. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** One sentence with the numbers in it. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s on %d labels: loss lower by %.6g, between %.6g and %.6g at any time but for %.3g"
            + " (block %d)",
        outcome.words(),
        evidence.count(),
        evidence.mean(),
        evidence.lower(),
        evidence.upper(),
        evidence.alpha(),
        block);
  }
}
