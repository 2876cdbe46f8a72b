package io.atomstreams.operators.feature;

import java.util.Arrays;

/**
 * How many different values there are and how the events are spread over them: a sample of at most
 * {@code most} values with exact counts, namely those with the least hashes.
 *
 * <p>While there are fewer values than that, every result is exact. Beyond, the number of different
 * values is the k-minimum-values estimate of Bar-Yossef et al., Counting Distinct Elements in a
 * Data Stream (2002), in the unbiased form of Beyer et al. (2007), standard error about 1 / sqrt(k
 * - 2); and the spread is that of the sampled values. Unlike HyperLogLog's usual forms it has the
 * same bits in every order of events and merges, and a customer with three devices costs three
 * entries.
 */
final class Categories {

  private static final double HASHES = 0x1p64;
  private static final double LOG_OF_2 = StrictMath.log(2);

  private Categories() {}

  /** The finaliser of SplitMix64: one to one, so different values stay different. */
  static long hash(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The counts of the values, ascending. */
  private static long[] ascending(Counts accumulator) {
    long[] counts = new long[accumulator.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = accumulator.count(i);
    }
    Arrays.sort(counts);
    return counts;
  }

  /** What the results over categories share. */
  private abstract static class OfCategories extends Counts.OfCounts {

    private final int most;

    OfCategories(long most) {
      this.most = Bounds.check("most", most, 8, 1024);
    }

    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public String form() {
      return "categories(most=" + most + ")";
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    long key(long ts, long value) {
      return hash(value);
    }

    @Override
    void bound(Counts accumulator) {
      accumulator.keepLeast(most);
    }

    boolean isSample(Counts accumulator) {
      return accumulator.size() == most;
    }

    int most() {
      return most;
    }
  }

  /** Number of different values; 0 where there is no event. */
  static final class Distinct extends OfCategories {
    Distinct(long most) {
      super(most);
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      if (!isSample(accumulator)) {
        return accumulator.size();
      }
      double greatest = accumulator.key(most() - 1) + HASHES / 2 + 1;
      return (most() - 1) / (greatest / HASHES);
    }
  }

  /**
   * Share of the events that have one of the {@code k} most frequent values, 0 to 1; no value
   * without an event.
   */
  static final class TopShare extends OfCategories {
    private final int k;

    TopShare(long most, long k) {
      super(most);
      this.k = Bounds.check("k", k, 1, most());
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      long[] counts = ascending(accumulator);
      long top = 0;
      for (int i = counts.length - 1; i >= Math.max(0, counts.length - k); i--) {
        top += counts[i];
      }
      return top == 0 ? Double.NaN : (double) top / accumulator.total();
    }
  }

  /**
   * Share of the events that have the value of one rank by frequency, 1 being the most frequent; 0
   * where there are fewer values, no value without an event.
   */
  static final class NthShare extends OfCategories {
    private final int rank;

    NthShare(long most, long rank) {
      super(most);
      this.rank = Bounds.check("rank", rank, 1, most());
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      long[] counts = ascending(accumulator);
      if (counts.length == 0) {
        return Double.NaN;
      }
      return counts.length < rank ? 0 : (double) counts[counts.length - rank] / accumulator.total();
    }
  }

  /** Shannon entropy of the values, bits: 0 where all are one; no value without an event. */
  static final class Entropy extends OfCategories {
    Entropy(long most) {
      super(most);
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      double total = accumulator.total();
      if (total == 0) {
        return Double.NaN;
      }
      double entropy = 0;
      for (int i = 0; i < accumulator.size(); i++) {
        double share = accumulator.count(i) / total;
        entropy -= share * StrictMath.log(share);
      }
      return Math.max(0, entropy / LOG_OF_2);
    }
  }
}
