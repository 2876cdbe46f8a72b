package io.atomstreams.model.engine.flinkml;

import java.util.Arrays;

/** A coefficient in pieces, each with where it begins and ends, in any order. */
final class Segments {

  private double[] values = {};
  private boolean[] known = {};

  /** Reads where the piece belongs, and puts it there. */
  void add(ModelBytes from, double[] piece) {
    long start = from.number();
    long end = from.number();
    from.number();
    if (start < 0 || end - start != piece.length || end > Integer.MAX_VALUE / Double.BYTES) {
      throw from.damaged(
          "a segment of " + piece.length + " values lies from " + start + " to " + end);
    }
    int length = Math.max(values.length, (int) end);
    values = Arrays.copyOf(values, length);
    known = Arrays.copyOf(known, length);
    for (int i = 0; i < piece.length; i++) {
      values[(int) start + i] = piece[i];
      known[(int) start + i] = true;
    }
  }

  /** The coefficient, if no piece is missing. */
  double[] whole(ModelBytes from) {
    for (int i = 0; i < known.length; i++) {
      if (!known[i]) {
        throw from.damaged("no segment holds value " + i + " of the coefficient");
      }
    }
    return values;
  }
}
