package io.atomstreams.operators.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What has been seen of values whose mean is in question: how many, their sum, and the sum of
 * squared errors of predicting each from those before it, {@code V = Σ (xᵢ − x̂ᵢ)²} with {@code x̂ᵢ
 * = S / (n + 1)}. 24 bytes; belongs to one thread.
 *
 * <p>All three only add up, so parts that were taken in apart can be merged: each value was
 * predicted from earlier ones, whichever.
 *
 * <p>A value that turns out to be another is <em>revised</em>: its difference is taken in as what
 * it is, news of this moment, predicted as 0. So the sum is of the values as they are known now,
 * and the sequence of all that was taken in, first values and revisions, is one to which {@link
 * BoundedMean} applies without a reservation: what it bounds is the mean of the values as known
 * now.
 */
public final class Evidence {

  private long count;
  private double sum;
  private double variation;

  public long count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** {@code V}, the square of the values' unit. */
  public double variation() {
    return variation;
  }

  /** 0 before the first value. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /** Takes in a value, predicted from those before. */
  public void add(double value) {
    add(value, sum / (count + 1));
  }

  /**
   * Takes in a value.
   *
   * @param predicted made before the value was known, in the values' range
   */
  public void add(double value, double predicted) {
    count++;
    sum += value;
    variation += (value - predicted) * (value - predicted);
  }

  /** A value that was taken in is another. */
  public void revise(double was, double is) {
    sum += is - was;
    variation += (is - was) * (is - was);
  }

  /** A value that was taken in is none. */
  public void withdraw(double was) {
    if (count == 0) {
      throw new IllegalStateException("a value is withdrawn of none that were taken in");
    }
    count--;
    revise(was, 0);
  }

  /** Takes in what another has, which stays as it is. */
  public void merge(Evidence other) {
    count += other.count;
    sum += other.sum;
    variation += other.variation;
  }

  public Evidence copy() {
    Evidence copy = new Evidence();
    copy.merge(this);
    return copy;
  }

  /** 24 bytes. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(sum);
    out.writeDouble(variation);
  }

  /** What {@link #write} wrote. */
  public static Evidence read(DataInput in) throws IOException {
    Evidence read = new Evidence();
    read.count = in.readLong();
    read.sum = in.readDouble();
    read.variation = in.readDouble();
    return read;
  }
}
