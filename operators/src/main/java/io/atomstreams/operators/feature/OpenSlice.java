package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;

/**
 * A slice that is being changed: a cell a column. A cell is an accumulator once somebody has
 * changed it; until then it stays the bytes it was read from, and is merged and written as those.
 *
 * <p>Cost: opening walks over the slice's bytes once; after that a cell that nobody changes costs a
 * copy of its bytes.
 */
final class OpenSlice {

  private static final int NOWHERE = -1;

  private final EntityLayout layout;

  /** Accumulators; {@code null} where there is none or its bytes still stand for it. */
  private final Object[] cells;

  /** From and to where a column's bytes lie, in turn; from {@link #NOWHERE} if they do not. */
  private final int[] places;

  private final byte[] packed;
  private final BytesInput in;

  /** What times in the bytes are relative to: the start the slice had when they were written. */
  private final long base;

  private OpenSlice(EntityLayout layout, int[] places, byte[] packed, BytesInput in, long base) {
    this.layout = layout;
    this.cells = new Object[layout.size()];
    this.places = places;
    this.packed = packed;
    this.in = in;
    this.base = base;
  }

  /** A slice without cells. */
  static OpenSlice empty(EntityLayout layout) {
    return new OpenSlice(layout, null, null, null, 0);
  }

  /**
   * Finds the cells of a packed slice.
   *
   * @param start of the slice, ms
   * @param in reads {@code packed} from the slice's first byte to its last; used again later
   */
  static OpenSlice of(EntityLayout layout, byte[] packed, BytesInput in, long start) {
    try {
      return new OpenSlice(layout, places(layout, packed, in), packed, in, start);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static int[] places(EntityLayout layout, byte[] packed, BytesInput in)
      throws IOException {
    int[] places = new int[2 * layout.size()];
    int presence = in.position();
    in.skip(layout.presenceBytes());
    for (int c = 0; c < layout.size(); c++) {
      places[2 * c] = NOWHERE;
      if ((packed[presence + c / Byte.SIZE] >> (c % Byte.SIZE) & 1) != 0) {
        places[2 * c] = in.position();
        layout.algebra(c).skip(in);
        places[2 * c + 1] = in.position();
      }
    }
    return places;
  }

  static IllegalStateException damaged(Exception e) {
    return new IllegalStateException("a slice of an entity is damaged: " + e.getMessage(), e);
  }

  private boolean isPacked(int c) {
    return places != null && places[2 * c] != NOWHERE;
  }

  boolean has(int c) {
    return cells[c] != null || isPacked(c);
  }

  private BytesInput bytes(int c) {
    return in.open(packed, places[2 * c], places[2 * c + 1]);
  }

  /** The accumulator, which from now on stands for its bytes; {@code null} if there is none. */
  Object cell(int c) {
    if (isPacked(c)) {
      try {
        cells[c] = layout.column(c).read(base, bytes(c));
      } catch (IOException e) {
        throw damaged(e);
      }
      places[2 * c] = NOWHERE;
    }
    return cells[c];
  }

  void add(int c, long ts, long value) {
    Aggregation<Object> algebra = layout.algebra(c);
    Object cell = cell(c);
    cells[c] = algebra.add(cell == null ? algebra.createAccumulator() : cell, ts, value);
  }

  void set(int c, Object accumulator) {
    cells[c] = accumulator;
  }

  /**
   * Drops the cells that their columns read no more.
   *
   * @return whether any is left
   */
  boolean forget(long start, Edges edges) {
    boolean holds = false;
    for (int c = 0; c < cells.length; c++) {
      if (start < edges.of(c)) {
        cells[c] = null;
        if (places != null) {
          places[2 * c] = NOWHERE;
        }
      }
      holds |= has(c);
    }
    return holds;
  }

  /** Takes in the cells of another slice, which is good for nothing after. */
  void merge(OpenSlice other) {
    for (int c = 0; c < cells.length; c++) {
      if (!has(c)) {
        cells[c] = other.cell(c);
      } else if (other.has(c)) {
        cells[c] = other.mergedInto(cell(c), c);
      }
    }
  }

  /** Merges each cell into its column's running accumulator. */
  void mergeInto(Object[] running) {
    for (int c = 0; c < cells.length; c++) {
      if (has(c)) {
        running[c] = mergedInto(running[c], c);
      }
    }
  }

  private Object mergedInto(Object running, int c) {
    Aggregation<Object> algebra = layout.algebra(c);
    try {
      return isPacked(c)
          ? algebra.mergePacked(running, base, bytes(c))
          : algebra.merge(running, cells[c]);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Which columns there are, one bit each, then their cells.
   *
   * @param start of the slice now, ms
   */
  void write(long start, BytesOutput out) throws IOException {
    for (int first = 0; first < cells.length; first += Byte.SIZE) {
      int present = 0;
      for (int c = first; c < Math.min(first + Byte.SIZE, cells.length); c++) {
        present |= has(c) ? 1 << (c - first) : 0;
      }
      out.writeByte(present);
    }
    for (int c = 0; c < cells.length; c++) {
      if (isPacked(c) && (start == base || !layout.algebra(c).keepsTimes())) {
        out.write(packed, places[2 * c], places[2 * c + 1] - places[2 * c]);
      } else if (has(c)) {
        layout.column(c).write(cell(c), start, out);
      }
    }
  }
}
