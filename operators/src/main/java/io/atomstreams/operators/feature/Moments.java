package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Number, sum and sum of squares of the values, the latter two in 128 bits: exact for up to two
 * million events, so nothing cancels in a variance. A value beyond 2^53, which is no amount of
 * anything, counts as that. 4 to 40 bytes a slice.
 */
final class Moments {

  private static final long EXACT_SQUARES = 1L << 40;

  private long count;
  private long sumLow;
  private long sumHigh;
  private long squaresLow;
  private long squaresHigh;

  private Moments() {}

  private void add(long n, long sumHi, long sumLo, long squaresHi, long squaresLo) {
    count += n;
    sumLow += sumLo;
    sumHigh += sumHi + carry(sumLow, sumLo);
    squaresLow += squaresLo;
    squaresHigh += squaresHi + carry(squaresLow, squaresLo);
  }

  private static long carry(long sum, long added) {
    return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
  }

  /** Sum of the squared deviations from the mean, times the count: n Σx² - (Σx)². */
  private double spread() {
    boolean small = squaresHigh == 0 && squaresLow >= 0 && squaresLow < EXACT_SQUARES;
    if (small && count < 1 << 20) {
      // |Σx| <= sqrt(n Σx²) < 2^30, so neither product overflows.
      return (double) (count * squaresLow - sumLow * sumLow);
    }
    BigInteger sum = big(sumHigh, sumLow);
    return BigInteger.valueOf(count)
        .multiply(big(squaresHigh, squaresLow))
        .subtract(sum.multiply(sum))
        .doubleValue();
  }

  private static BigInteger big(long high, long low) {
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(low));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned);
  }

  private static double variance(Moments accumulator) {
    double n = accumulator.count;
    return n < 2 ? Double.NaN : accumulator.spread() / (n * (n - 1));
  }

  /** What the results over moments share. */
  private abstract static class OfMoments extends Aggregation<Moments> {

    @Override
    public String form() {
      return "moments";
    }

    @Override
    public Moments createAccumulator() {
      return new Moments();
    }

    @Override
    public Moments clear(Moments accumulator) {
      accumulator.count = 0;
      accumulator.sumLow = 0;
      accumulator.sumHigh = 0;
      accumulator.squaresLow = 0;
      accumulator.squaresHigh = 0;
      return accumulator;
    }

    @Override
    public Moments add(Moments accumulator, long ts, long value) {
      long x = Bounds.moderate(value);
      accumulator.add(1, x >> 63, x, Math.multiplyHigh(x, x), x * x);
      return accumulator;
    }

    @Override
    public Moments merge(Moments into, Moments other) {
      into.add(other.count, other.sumHigh, other.sumLow, other.squaresHigh, other.squaresLow);
      return into;
    }

    @Override
    public Moments copy(Moments accumulator) {
      return merge(new Moments(), accumulator);
    }

    @Override
    public void write(Moments accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.count);
      Varint.writeSigned(out, accumulator.sumLow);
      Varint.writeSigned(out, accumulator.sumHigh);
      Varint.writeUnsigned(out, accumulator.squaresLow);
      Varint.writeUnsigned(out, accumulator.squaresHigh);
    }

    @Override
    public Moments read(long base, DataInput in) throws IOException {
      Moments read = new Moments();
      read.count = Varint.readUnsigned(in);
      read.sumLow = Varint.readSigned(in);
      read.sumHigh = Varint.readSigned(in);
      read.squaresLow = Varint.readUnsigned(in);
      read.squaresHigh = Varint.readUnsigned(in);
      return read;
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    public Moments mergePacked(Moments into, long base, BytesInput in) throws IOException {
      long n = Varint.readUnsigned(in);
      long sumLow = Varint.readSigned(in);
      long sumHigh = Varint.readSigned(in);
      long squaresLow = Varint.readUnsigned(in);
      into.add(n, sumHigh, sumLow, Varint.readUnsigned(in), squaresLow);
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(5);
    }
  }

  /** Sample variance (divisor n-1), in the measure's unit squared; no value below two events. */
  static final class Variance extends OfMoments {
    @Override
    public double getResult(Moments accumulator, long asOf) {
      return variance(accumulator);
    }
  }

  /** Sample standard deviation (divisor n-1), in the measure's unit; no value below two events. */
  static final class Deviation extends OfMoments {
    @Override
    public double getResult(Moments accumulator, long asOf) {
      return Math.sqrt(variance(accumulator));
    }
  }
}
