package io.atomstreams.operators.promotion;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The differences (champion's loss − challenger's loss) of the examples that both were tried on, in
 * the order of their labels, averaged over blocks of 1, 2, 4, … {@value #LONGEST} at once. 700
 * bytes, some 20 ns a label; belongs to one thread.
 *
 * <p>Corrected labels: a question's difference is first taken in when its first label comes ({@link
 * #add}). When the label is corrected, both losses are computed anew from the predictions as they
 * were made, and {@link #revise} takes in by how much the difference changed, as news of that
 * moment. Nothing is computed again, nothing must be kept of each question but its predictions, and
 * the guarantee holds as it stands: verdicts are about the labels as they are known at the time,
 * including all corrections that have arrived.
 */
public final class PairedEvidence {

  /** Blocks of 2⁰ to 2⁸ differences. */
  static final int LEVELS = 9;

  /** Examples in the longest blocks. */
  static final int LONGEST = 256;

  private final Blocks[] levels = new Blocks[LEVELS];

  /** The first half of a block that has one. */
  private final double[] halves = new double[LEVELS];

  private int hasHalf;

  PairedEvidence() {
    for (int i = 0; i < LEVELS; i++) {
      levels[i] = new Blocks();
    }
  }

  /** Labels taken in. */
  public long count() {
    return levels[0].evidence().count();
  }

  /** Mean difference, above 0 where the challenger is better. */
  public double mean() {
    return levels[0].evidence().mean();
  }

  Blocks level(int level) {
    return levels[level];
  }

  /** An example's label is known. */
  public void add(double difference) {
    requireFinite(difference);
    double mean = difference;
    for (int i = 0; i < LEVELS; i++) {
      levels[i].add(mean);
      if ((hasHalf & 1 << i) == 0) {
        hasHalf |= 1 << i;
        halves[i] = mean;
        return;
      }
      hasHalf &= ~(1 << i);
      mean = 0.5 * (halves[i] + mean);
    }
  }

  /** An example's label is another, and with it the difference. */
  public void revise(double was, double is) {
    requireFinite(was);
    requireFinite(is);
    for (int i = 0; i < LEVELS; i++) {
      double share = Math.scalb(1.0, -i);
      levels[i].evidence().revise(share * was, share * is);
    }
  }

  private static void requireFinite(double difference) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException(
          "a difference of losses is " + difference + ", must be finite");
    }
  }

  PairedEvidence copy() {
    PairedEvidence copy = new PairedEvidence();
    for (int i = 0; i < LEVELS; i++) {
      copy.levels[i] = levels[i].copy();
    }
    System.arraycopy(halves, 0, copy.halves, 0, LEVELS);
    copy.hasHalf = hasHalf;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeShort(hasHalf);
    for (int i = 0; i < LEVELS; i++) {
      levels[i].write(out);
      out.writeDouble(halves[i]);
    }
  }

  static PairedEvidence read(DataInput in) throws IOException {
    PairedEvidence read = new PairedEvidence();
    read.hasHalf = in.readUnsignedShort();
    for (int i = 0; i < LEVELS; i++) {
      read.levels[i] = Blocks.read(in);
      read.halves[i] = in.readDouble();
    }
    return read;
  }
}
