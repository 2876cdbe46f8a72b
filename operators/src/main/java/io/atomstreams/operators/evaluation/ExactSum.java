package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of doubles without rounding, so that order does not matter, sums merge, and what was added
 * can be taken back to the last bit: a fixed-point number as wide as what came (Kulisch, Miranker
 * 1986), in digits of 32 bits held in longs, whose carries are settled every 2²⁸ numbers. {@link
 * #value} rounds once, to the nearest double.
 *
 * <p>Cost of a number: three additions. Memory: 8 bytes for each 32 binary places between the
 * greatest and the smallest number's, some 40 in practice, 540 at most. For one thread.
 */
public final class ExactSum {

  private static final int DIGIT = 32;
  private static final long MASK = 0xFFFFFFFFL;
  private static final int LEAST_EXPONENT = -1074;
  private static final int SETTLE_AFTER = 1 << 28;
  private static final int NUMBERS_DIGITS = 3;

  /** The digit at {@code i} counts {@code 2^(32 (low + i) − 1074)}; negative ones are borrowed. */
  private long[] digits = {};

  private int low;
  private int unsettled;

  /** Adds a finite number. */
  public void add(double number) {
    long bits = Double.doubleToRawLongBits(number);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    if (exponent == 0x7FF) {
      throw new IllegalArgumentException(number + " cannot be summed; it must be finite");
    }
    long mantissa = bits & ((1L << 52) - 1);
    if (exponent > 0) {
      mantissa |= 1L << 52;
      exponent--;
    }
    if (mantissa == 0) {
      return;
    }
    int at = reach(exponent / DIGIT, NUMBERS_DIGITS);
    int shift = exponent % DIGIT;
    long lower = (mantissa & MASK) << shift;
    long upper = (mantissa >>> DIGIT) << shift;
    long sign = bits < 0 ? -1 : 1;
    digits[at] += sign * (lower & MASK);
    digits[at + 1] += sign * ((lower >>> DIGIT) + (upper & MASK));
    digits[at + 2] += sign * (upper >>> DIGIT);
    if (++unsettled == SETTLE_AFTER) {
      put(exact(), low);
    }
  }

  /** Adds all that another has. */
  public void add(ExactSum other) {
    if (other.digits.length == 0) {
      return;
    }
    int at = reach(other.low, other.digits.length);
    for (int i = 0; i < other.digits.length; i++) {
      digits[at + i] += other.digits[i];
    }
    unsettled += other.unsettled + 1;
    if (unsettled >= SETTLE_AFTER) {
      put(exact(), low);
    }
  }

  /** Makes room for some digits; the first one's index. */
  private int reach(int first, int count) {
    if (digits.length == 0) {
      low = first;
    }
    int from = Math.min(low, first);
    int to = Math.max(low + digits.length, first + count);
    if (to - from > digits.length) {
      long[] wider = new long[to - from];
      System.arraycopy(digits, 0, wider, low - from, digits.length);
      digits = wider;
      low = from;
    }
    return first - low;
  }

  /** The sum in units of {@code 2^(32 low − 1074)}. */
  private BigInteger exact() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[i]));
    }
    return sum;
  }

  private void put(BigInteger sum, int from) {
    BigInteger rest = sum.abs();
    digits = new long[(rest.bitLength() + DIGIT - 1) / DIGIT];
    low = from;
    for (int i = 0; i < digits.length; i++) {
      digits[i] = sum.signum() * (rest.longValue() & MASK);
      rest = rest.shiftRight(DIGIT);
    }
    unsettled = 0;
  }

  /** The sum, rounded to the nearest double, of equally near ones the even. */
  public double value() {
    BigInteger sum = exact();
    BigInteger size = sum.abs();
    int dropped = Math.max(0, size.bitLength() - 62);
    long top = size.shiftRight(dropped).longValue();
    if (dropped > 0 && size.getLowestSetBit() < dropped) {
      top |= 1;
    }
    double value = Math.scalb((double) top, dropped + DIGIT * low + LEAST_EXPONENT);
    return sum.signum() < 0 ? -value : value;
  }

  /** The sum itself. */
  public BigDecimal exactValue() {
    BigDecimal sum = new BigDecimal(exact());
    int exponent = DIGIT * low + LEAST_EXPONENT;
    return exponent >= 0
        ? sum.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(exponent)))
        : sum.multiply(new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent));
  }

  public ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.digits = Arrays.copyOf(digits, digits.length);
    copy.low = low;
    copy.unsettled = unsettled;
    return copy;
  }

  /** Equal sums give equal bytes. */
  public void write(DataOutput out) throws IOException {
    BigInteger sum = exact();
    if (sum.signum() == 0) {
      Varint.writeUnsigned(out, 0);
      return;
    }
    int zeros = sum.getLowestSetBit() / DIGIT;
    byte[] bytes = sum.shiftRight(zeros * DIGIT).toByteArray();
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
    Varint.writeUnsigned(out, low + zeros);
  }

  public static ExactSum read(DataInput in) throws IOException {
    ExactSum sum = new ExactSum();
    byte[] bytes = new byte[(int) Varint.readUnsigned(in)];
    if (bytes.length > 0) {
      in.readFully(bytes);
      sum.put(new BigInteger(bytes), (int) Varint.readUnsigned(in));
    }
    return sum;
  }
}
