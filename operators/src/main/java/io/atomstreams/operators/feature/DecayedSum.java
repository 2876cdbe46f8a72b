package io.atomstreams.operators.feature;

/**
 * Sum of the values, each halved for every half-life that has passed since its event, in the
 * measure's unit; over {@code one} a decayed count. 0 where there are no events.
 *
 * <p>Times are rounded to the middle of a sixteenth of a half-life, so that sums are of integers
 * and the same in every order: each value's weight is within 2.2 % of 2^(-age / halfLife). Events
 * more than 32 half-lives older than the latest may be left out: their weight is below 1e-9. A
 * value beyond 2^53 counts as that.
 */
final class DecayedSum extends Counts.OfCounts {

  private static final int BINS = 16;
  private static final int MOST_BINS = 32 * BINS;
  private static final long MINUTE = 60_000;

  private final long bin;

  DecayedSum(long halfLife) {
    this.bin = Bounds.checkMillis("half_life", halfLife, 16_000, 365 * 1440 * MINUTE) / BINS;
  }

  @Override
  public String form() {
    return "decayed(half_life=" + bin * BINS + ")";
  }

  @Override
  long key(long ts, long value) {
    return Math.floorDiv(ts, bin);
  }

  @Override
  long amount(long value) {
    return Bounds.moderate(value);
  }

  @Override
  long origin(long base) {
    return Math.floorDiv(base, bin);
  }

  @Override
  void bound(Counts accumulator) {
    accumulator.keepGreatest(MOST_BINS);
  }

  @Override
  public double getResult(Counts accumulator, long asOf) {
    double sum = 0;
    for (int i = 0; i < accumulator.size(); i++) {
      double age = asOf - (accumulator.key(i) * bin + bin / 2.0);
      sum += accumulator.count(i) * StrictMath.pow(2, -Math.max(0, age) / (bin * BINS));
    }
    return sum;
  }
}
