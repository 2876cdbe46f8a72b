package io.atomstreams.operators.promotion;

import io.atomstreams.operators.evidence.Evidence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Differences averaged over blocks of one length, their evidence, and whether an average tells
 * anything of the next: the autocorrelation at lag 1.
 */
final class Blocks {

  /** Below this correlation blocks count as without memory, beside what chance makes of it. */
  private static final double TOLERANCE = 0.1;

  private static final int LEAST_TO_JUDGE = 20;

  private Evidence evidence = new Evidence();
  private long observed;
  private double sum;
  private double squares;
  private double products;
  private double latest;

  Evidence evidence() {
    return evidence;
  }

  void add(double mean) {
    evidence.add(mean);
    if (observed > 0) {
      products += mean * latest;
    }
    observed++;
    sum += mean;
    squares += mean * mean;
    latest = mean;
  }

  /** Whether they may be taken as following one another without memory. */
  boolean isWithoutMemory() {
    return observed < LEAST_TO_JUDGE
        || autocorrelation() <= TOLERANCE + 1 / Math.sqrt((double) observed);
  }

  /** In [−1, 1], 0 where nothing varies. */
  double autocorrelation() {
    double mean = observed == 0 ? 0 : sum / observed;
    double squaredDeviations = squares - sum * mean;
    return squaredDeviations <= 0
        ? 0
        : (products - (observed - 1) * mean * mean) / squaredDeviations;
  }

  /** Of the averages; 0 before the second. */
  double variance() {
    return observed < 2 ? 0 : Math.max(0, squares - sum * (sum / observed)) / (observed - 1);
  }

  Blocks copy() {
    Blocks copy = new Blocks();
    copy.evidence = evidence.copy();
    copy.observed = observed;
    copy.sum = sum;
    copy.squares = squares;
    copy.products = products;
    copy.latest = latest;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    evidence.write(out);
    out.writeLong(observed);
    out.writeDouble(sum);
    out.writeDouble(squares);
    out.writeDouble(products);
    out.writeDouble(latest);
  }

  static Blocks read(DataInput in) throws IOException {
    Blocks read = new Blocks();
    read.evidence = Evidence.read(in);
    read.observed = in.readLong();
    read.sum = in.readDouble();
    read.squares = in.readDouble();
    read.products = in.readDouble();
    read.latest = in.readDouble();
    return read;
  }
}
