package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;

/** The instants from which columns and tiers are read, at one time. */
final class Edges {

  private final EntityLayout layout;
  private final Reach[] reaches;
  private final int[] reachOf;
  private final long[] byReach;

  /** Per tier the instant before which its slices belong into the next. */
  private final long[] coarserBefore;

  private long latest;

  /** The columns that read no more what starts before {@link #passedUntil}, one bit each. */
  private final byte[] passed;

  private long passedUntil = Long.MIN_VALUE;

  /**
   * Edges as of no time yet.
   *
   * @param reachOf the place of each column's among {@code reaches}
   */
  Edges(EntityLayout layout, Reach[] reaches, int[] reachOf) {
    this.layout = layout;
    this.reaches = reaches;
    this.reachOf = reachOf;
    this.byReach = new long[reaches.length];
    this.coarserBefore = new long[layout.tiers()];
    this.passed = new byte[layout.presenceBytes()];
    coarserBefore[coarserBefore.length - 1] = Long.MIN_VALUE;
  }

  boolean areOf(EntityLayout other) {
    return layout.equals(other);
  }

  /** These edges, as of now. */
  Edges at(long asOf) {
    latest = Long.MIN_VALUE;
    for (int r = 0; r < byReach.length; r++) {
      byReach[r] = reaches[r].column.edge(asOf);
      latest = Math.max(latest, byReach[r]);
    }
    for (int k = 0; k + 1 < coarserBefore.length; k++) {
      coarserBefore[k] = layout.coarserBefore(k, asOf);
    }
    passedUntil = Long.MIN_VALUE;
    return this;
  }

  /** What starts here or later is read by every column. */
  long latest() {
    return latest;
  }

  /** First instant column {@code c} is still read from. */
  long of(int c) {
    return byReach[reachOf[c]];
  }

  /**
   * Whether a packed slice holds a cell that its column reads no more. To be asked of slices in
   * their order: most of them have the same edges behind them as the one before.
   */
  boolean passes(long start, byte[] packed, int from) {
    if (start >= passedUntil) {
      pass(start);
    }
    for (int i = 0; i < passed.length; i++) {
      if ((packed[from + i] & passed[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  private void pass(long start) {
    Arrays.fill(passed, (byte) 0);
    passedUntil = Long.MAX_VALUE;
    for (int r = 0; r < byReach.length; r++) {
      if (start < byReach[r]) {
        passedUntil = Math.min(passedUntil, byReach[r]);
        reaches[r].addTo(passed);
      }
    }
  }

  /** The tier a slice belongs in now, by code: its own or, with time, a coarser one. */
  int coarsen(int tier, long start) {
    int k = layout.placeOf(tier);
    if (k >= 0 && start >= coarserBefore[k]) {
      return tier;
    }
    k = 0;
    while (k + 1 < coarserBefore.length
        && (layout.tierCode(k + 1) <= tier || start < coarserBefore[k])) {
      k++;
    }
    return Math.max(tier, layout.tierCode(k));
  }

  /** The columns that reach equally far back, as the bits that say they are present. */
  static final class Reach implements Serializable {

    private static final long serialVersionUID = 1;

    private final Column column;
    private final byte[] bits;

    Reach(Column column, int bytes) {
      this.column = column;
      this.bits = new byte[bytes];
    }

    boolean is(Duration reach) {
      return column.reach().equals(reach);
    }

    void add(int c) {
      bits[c / Byte.SIZE] |= (byte) (1 << (c % Byte.SIZE));
    }

    void addTo(byte[] columns) {
      for (int i = 0; i < bits.length; i++) {
        columns[i] |= bits[i];
      }
    }
  }
}
