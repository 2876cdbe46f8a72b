package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * The area under the ROC curve, {@code P(score of a positive > score of a negative) + ½ P(equal)}.
 * Exact while no more than {@code most} different scores were seen at once; then from 514 bins of
 * equal relative width (a sixteenth of an octave of {@code min(p, 1 − p)}, down to 2⁻¹⁷), with the
 * greatest error that the ties within bins can make, {@code ½ Σ posᵢ negᵢ / (P N)}.
 *
 * <p>Once in bins it stays so, also when values are taken back: near {@code most} the order
 * matters.
 *
 * <p>Cost: one bin, and while exact one entry of a sorted map. Memory: 8 kB, and 100 bytes per
 * different score while exact.
 */
final class Ranks {

  private static final int PER_OCTAVE_BITS = 4;
  private static final int OCTAVES = 17;
  private static final int SIDE = ((OCTAVES - 1) << PER_OCTAVE_BITS) + 1;
  private static final int BINS = 2 * SIDE;
  private static final int SHIFT = 52 - PER_OCTAVE_BITS;
  private static final long FIRST = (1023L - OCTAVES) << PER_OCTAVE_BITS;
  private static final MathContext DIGITS = new MathContext(20);

  private final int most;
  private Tally bins = new Tally(2 * BINS, 0);

  /** Units of negatives and positives by score; null once there were too many. */
  private TreeMap<Double, long[]> exact = new TreeMap<>();

  Ranks(int most) {
    this.most = most;
    if (most == 0) {
      exact = null;
    }
  }

  /**
   * An area.
   *
   * @param error how far the true one may be off, either way; 0 where it is exact
   */
  record Area(double value, double error) {}

  void add(double score, int truth, long units) {
    bins.count(2 * bin(score) + truth, units);
    if (exact != null) {
      put(score + 0.0, truth == 0 ? units : 0, truth == 1 ? units : 0);
    }
  }

  private void put(double score, long negatives, long positives) {
    long[] at = exact.computeIfAbsent(score, unused -> new long[2]);
    at[0] += negatives;
    at[1] += positives;
    if (at[0] == 0 && at[1] == 0) {
      exact.remove(score);
    } else if (exact.size() > most) {
      exact = null;
    }
  }

  /** Rises with the score. */
  static int bin(double score) {
    boolean low = score < 0.5;
    long key = (Double.doubleToLongBits(low ? score : 1 - score) >> SHIFT) - FIRST + 1;
    int place = (int) Math.max(0, Math.min(SIDE - 1, key));
    return low ? place : BINS - 1 - place;
  }

  void merge(Ranks other) {
    bins.merge(other.bins);
    if (other.exact == null) {
      exact = null;
    }
    if (exact != null) {
      for (Map.Entry<Double, long[]> entry : other.exact.entrySet()) {
        put(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
        if (exact == null) {
          return;
        }
      }
    }
  }

  Area area() {
    if (exact != null) {
      Sweep sweep = new Sweep();
      exact.values().forEach(each -> sweep.pass(each[0], each[1]));
      return new Area(sweep.area(), 0);
    }
    Sweep sweep = new Sweep();
    for (int i = 0; i < BINS; i++) {
      sweep.pass(bins.counts[2 * i], bins.counts[2 * i + 1]);
    }
    return new Area(sweep.area(), sweep.error());
  }

  /** Passes the scores from the least to the greatest. */
  private static final class Sweep {
    private BigInteger twice = BigInteger.ZERO;
    private BigInteger tied = BigInteger.ZERO;
    private long negatives;
    private long positives;

    void pass(long negative, long positive) {
      if (positive != 0) {
        BigInteger weight = BigInteger.valueOf(positive);
        BigInteger ties = weight.multiply(BigInteger.valueOf(negative));
        tied = tied.add(ties);
        twice = twice.add(ties).add(weight.multiply(BigInteger.valueOf(2 * negatives)));
      }
      negatives += negative;
      positives += positive;
    }

    double area() {
      return share(twice);
    }

    double error() {
      return share(tied);
    }

    private double share(BigInteger part) {
      if (negatives <= 0 || positives <= 0) {
        return Double.NaN;
      }
      BigInteger pairs = BigInteger.valueOf(negatives).multiply(BigInteger.valueOf(2 * positives));
      return new BigDecimal(part).divide(new BigDecimal(pairs), DIGITS).doubleValue();
    }
  }

  Ranks copy() {
    Ranks copy = new Ranks(most);
    copy.bins = bins.copy();
    copy.exact = null;
    if (exact != null) {
      copy.exact = new TreeMap<>();
      exact.forEach((score, at) -> copy.exact.put(score, at.clone()));
    }
    return copy;
  }

  void write(DataOutput out) throws IOException {
    bins.write(out);
    Varint.writeUnsigned(out, exact == null ? 0 : 1 + exact.size());
    if (exact != null) {
      for (Map.Entry<Double, long[]> entry : exact.entrySet()) {
        out.writeDouble(entry.getKey());
        Varint.writeSigned(out, entry.getValue()[0]);
        Varint.writeSigned(out, entry.getValue()[1]);
      }
    }
  }

  static Ranks read(DataInput in, int most) throws IOException {
    Ranks ranks = new Ranks(most);
    ranks.bins = Tally.read(in, 2 * BINS, 0);
    long size = Varint.readUnsigned(in) - 1;
    TreeMap<Double, long[]> exact = new TreeMap<>();
    for (long i = 0; i < size; i++) {
      exact.put(in.readDouble(), new long[] {Varint.readSigned(in), Varint.readSigned(in)});
    }
    ranks.exact = size < 0 || size > most ? null : exact;
    return ranks;
  }
}
