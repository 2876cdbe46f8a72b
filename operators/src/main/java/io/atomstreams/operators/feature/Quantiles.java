package io.atomstreams.operators.feature;

/**
 * Quantiles from a histogram whose buckets are 32 to each power of two, as in HdrHistogram: exact
 * below 64, beyond that within 1/64 of the value (1.6 %). Integers only, so the same bits
 * everywhere; at most 3,839 buckets over all integers, a few for the amounts of one customer.
 */
public final class Quantiles {

  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;

  private Quantiles() {}

  /** The bucket of a value: greater values have no lesser buckets. */
  public static long bucket(long value) {
    if (value < 0) {
      return -magnitude(-value);
    }
    return magnitude(value);
  }

  /** Bucket of an unsigned number. */
  private static long magnitude(long m) {
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(m | 1) - SUB_BITS);
    return ((long) shift << SUB_BITS) + (m >>> shift);
  }

  /** The middle of a bucket. */
  public static double middle(long bucket) {
    long b = Math.abs(bucket);
    double middle = b;
    if (b >= 2 * SUB) {
      int shift = (int) (b >> SUB_BITS) - 1;
      double sub = b - ((long) shift << SUB_BITS);
      middle = Math.scalb(sub + 0.5, shift) - 0.5;
    }
    return bucket < 0 ? -middle : middle;
  }

  /** The nearest-rank quantile, in the measure's unit; no value without an event. */
  static final class Quantile extends Counts.OfCounts {

    private final int percent;

    Quantile(long percent) {
      this.percent = Bounds.check("percent", percent, 1, 99);
    }

    @Override
    public String form() {
      return "log_linear";
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    long key(long ts, long value) {
      return bucket(value);
    }

    @Override
    void bound(Counts accumulator) {
      // There are no more buckets than those of all integers.
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      long n = accumulator.total();
      if (n == 0) {
        return Double.NaN;
      }
      long rank = (n * percent + 99) / 100;
      int i = 0;
      for (long seen = accumulator.count(0); seen < rank; seen += accumulator.count(i)) {
        i++;
      }
      return middle(accumulator.key(i));
    }
  }
}
