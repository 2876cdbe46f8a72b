package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * An entity's recent past, cut into slices: fine ones near the entity's clock, coarser ones behind,
 * nothing beyond the longest window. Only slices that hold an event exist, so a quiet customer
 * costs a few bytes.
 *
 * <pre>
 *   |    day    |    day    | ¼ day | ¼ day | h | h | h |5m|5m|  clock
 * </pre>
 *
 * <p>A slice is rolled up into the next coarser tier once no window of its own tier can cut through
 * that coarser slice any more; merging is exact, so every window holds precisely the events since
 * its edge (see {@link Tier}). The table is a function of the events and the clock, not of the
 * order in which they came.
 *
 * <p>Cost: add O(1) for the newest slice; a window O(slices in it), at most 12 + 24 + 28 + 365.
 */
final class SliceTable {

  private static final int FIRST_CAPACITY = 2;

  private int size;
  private long[] starts = new long[FIRST_CAPACITY];
  private byte[] tiers = new byte[FIRST_CAPACITY];

  /** Per slice one accumulator a column, {@code null} where nothing was added. */
  private Object[][] cells = new Object[FIRST_CAPACITY][];

  int size() {
    return size;
  }

  long start(int i) {
    return starts[i];
  }

  Object cell(int i, int column) {
    return cells[i][column];
  }

  private long end(int i) {
    return starts[i] + Tier.ofCode(tiers[i]).width();
  }

  /**
   * The cells of the slice of this tier that holds {@code ts}; made if there is none. A coarser
   * slice around it, left by a layout without this tier, does not count: finer windows cannot read
   * it.
   *
   * @param tier {@link EntityLayout#tierOf} of {@code ts}
   */
  Object[] at(long ts, Tier tier, EntityLayout layout) {
    int i = size;
    while (i > 0 && starts[i - 1] > ts) {
      i--;
    }
    if (i > 0 && ts < end(i - 1) && tiers[i - 1] == tier.code()) {
      return cells[i - 1];
    }
    insert(i, tier.start(ts), tier, new Object[layout.size()]);
    return cells[i];
  }

  private void insert(int at, long start, Tier tier, Object[] row) {
    if (size == starts.length) {
      int capacity = 2 * size;
      starts = Arrays.copyOf(starts, capacity);
      tiers = Arrays.copyOf(tiers, capacity);
      cells = Arrays.copyOf(cells, capacity);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(tiers, at, tiers, at + 1, size - at);
    System.arraycopy(cells, at, cells, at + 1, size - at);
    starts[at] = start;
    tiers[at] = (byte) tier.code();
    cells[at] = row;
    size++;
  }

  /** Drops what no window reads any more and rolls up what only coarser windows read. */
  void advance(long asOf, EntityLayout layout) {
    long[] edges = layout.edges(asOf);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!forget(cells[i], starts[i], edges)) {
        continue;
      }
      Tier tier = Tier.ofCode(Math.max(tiers[i], layout.tierOf(starts[i], asOf).code()));
      long start = tier.start(starts[i]);
      if (kept > 0 && starts[kept - 1] == start && tiers[kept - 1] == tier.code()) {
        merge(cells[kept - 1], cells[i], layout);
      } else {
        starts[kept] = start;
        tiers[kept] = (byte) tier.code();
        cells[kept] = cells[i];
        kept++;
      }
    }
    Arrays.fill(cells, kept, size, null);
    size = kept;
  }

  /** Clears the cells their columns read no more; returns whether any is left. */
  private static boolean forget(Object[] row, long start, long[] edges) {
    boolean holds = false;
    for (int c = 0; c < row.length; c++) {
      if (start < edges[c]) {
        row[c] = null;
      }
      holds |= row[c] != null;
    }
    return holds;
  }

  private static void merge(Object[] into, Object[] from, EntityLayout layout) {
    for (int c = 0; c < into.length; c++) {
      if (into[c] == null) {
        into[c] = from[c];
      } else if (from[c] != null) {
        into[c] = layout.column(c).algebra().merge(into[c], from[c]);
      }
    }
  }

  SliceTable copy(EntityLayout layout) {
    SliceTable copy = new SliceTable();
    copy.size = size;
    copy.starts = starts.clone();
    copy.tiers = tiers.clone();
    copy.cells = new Object[cells.length][];
    for (int i = 0; i < size; i++) {
      Object[] row = new Object[cells[i].length];
      for (int c = 0; c < row.length; c++) {
        row[c] = cells[i][c] == null ? null : layout.column(c).algebra().copy(cells[i][c]);
      }
      copy.cells[i] = row;
    }
    return copy;
  }

  /**
   * The same slices under another layout: columns are carried over by key, new ones are empty, and
   * what no window of the new layout reads is dropped or rolled up. A slice that is coarser than
   * the new layout would have it stays as it is.
   */
  SliceTable adopt(long asOf, EntityLayout from, EntityLayout to) {
    int[] source = new int[to.size()];
    for (int c = 0; c < source.length; c++) {
      source[c] = from.indexOf(to.column(c).key());
    }
    SliceTable adopted = copy(from);
    for (int i = 0; i < size; i++) {
      Object[] row = new Object[source.length];
      for (int c = 0; c < source.length; c++) {
        row[c] = source[c] < 0 ? null : adopted.cells[i][source[c]];
      }
      adopted.cells[i] = row;
    }
    adopted.advance(asOf, to);
    return adopted;
  }

  /** Slice by slice: start (relative to the one before, in the finest width), tier, cells. */
  void write(DataOutput out, EntityLayout layout) throws IOException {
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      long start = starts[i] / Tier.FIVE_MINUTES.width();
      Varint.writeSigned(out, start - before);
      before = start;
      out.writeByte(tiers[i]);
      writeRow(i, out, layout);
    }
  }

  private void writeRow(int i, DataOutput out, EntityLayout layout) throws IOException {
    Object[] row = cells[i];
    for (int from = 0; from < row.length; from += Byte.SIZE) {
      int present = 0;
      for (int c = from; c < Math.min(from + Byte.SIZE, row.length); c++) {
        present |= row[c] == null ? 0 : 1 << (c - from);
      }
      out.writeByte(present);
    }
    for (int c = 0; c < row.length; c++) {
      if (row[c] != null) {
        layout.column(c).write(row[c], starts[i], out);
      }
    }
  }

  static SliceTable read(DataInput in, EntityLayout layout) throws IOException {
    SliceTable table = new SliceTable();
    int size = (int) Varint.readUnsigned(in);
    int capacity = Math.max(FIRST_CAPACITY, size);
    table.size = size;
    table.starts = new long[capacity];
    table.tiers = new byte[capacity];
    table.cells = new Object[capacity][];
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += Varint.readSigned(in);
      table.starts[i] = before * Tier.FIVE_MINUTES.width();
      table.tiers[i] = in.readByte();
      table.cells[i] = readRow(table.starts[i], in, layout);
    }
    return table;
  }

  private static Object[] readRow(long start, DataInput in, EntityLayout layout)
      throws IOException {
    Object[] row = new Object[layout.size()];
    byte[] present = new byte[(row.length + Byte.SIZE - 1) / Byte.SIZE];
    in.readFully(present);
    for (int c = 0; c < row.length; c++) {
      if ((present[c / Byte.SIZE] >> (c % Byte.SIZE) & 1) != 0) {
        row[c] = layout.column(c).read(start, in);
      }
    }
    return row;
  }
}
