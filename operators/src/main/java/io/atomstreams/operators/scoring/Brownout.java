package io.atomstreams.operators.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is left out while more comes in than can be worked off, in a declared order: first the
 * scoring of shadows, then explanations, then profiles; never a prediction that counts.
 *
 * <p>The measure is how long records wait in the job, from the source's read to their score, as an
 * exponentially weighted mean over some {@value #MEMORY} batches: a job that keeps up answers
 * within milliseconds, one that does not has full buffers before it. A level is entered when the
 * mean exceeds {@code level × threshold}, and left when it falls below half of that. One thread.
 */
public final class Brownout {

  private static final int MEMORY = 32;

  /** What can be left out, the first first. */
  public enum Shed {
    SHADOWS(1),
    EXPLANATIONS(2),
    PROFILES(3);

    private final int level;

    Shed(int level) {
      this.level = level;
    }
  }

  /**
   * When.
   *
   * @param threshold wait at which shadows go; twice and three times as much for the others; zero:
   *     nothing ever goes
   */
  public record Options(Duration threshold) implements Serializable {

    /** Half a second: some hundred times the wait of a job that keeps up. */
    public static final Options DEFAULT = new Options(Duration.ofMillis(500));

    public Options {
      if (threshold.isNegative() || threshold.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "brownout threshold is " + threshold + ", must be 0 (never) to 1h");
      }
    }
  }

  private final double thresholdMicros;
  private double meanMicros;
  private int level;

  /** Nothing is left out yet. */
  public Brownout(Options options) {
    this.thresholdMicros = options.threshold().toNanos() / 1000.0;
  }

  /** A batch whose oldest record has waited for so long. */
  public void waited(long micros) {
    meanMicros += (Math.max(0, micros) - meanMicros) / MEMORY;
    if (thresholdMicros == 0) {
      return;
    }
    while (level < Shed.PROFILES.level && meanMicros > (level + 1) * thresholdMicros) {
      level++;
    }
    while (level > 0 && meanMicros < level * thresholdMicros / 2) {
      level--;
    }
  }

  /** Whether such a unit is to be left out now. */
  public boolean sheds(Shed unit) {
    return level >= unit.level;
  }

  /** How many kinds are left out now, 0 to 3. */
  public int level() {
    return level;
  }
}
