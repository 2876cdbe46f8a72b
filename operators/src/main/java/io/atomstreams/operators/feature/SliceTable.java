package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Varint;
import java.io.IOException;
import java.util.Arrays;

/**
 * An entity's recent past, cut into slices: fine ones near the entity's clock, coarser ones behind,
 * nothing beyond the longest window. Only slices that hold an event exist, so a quiet customer
 * costs a few bytes.
 *
 * <pre>
 *   |    day    |    day    | ¼ day | ¼ day | h | h | h |5m|10s|10s|  clock
 * </pre>
 *
 * <p>A slice is rolled up into the next coarser tier once no window of its own tier can cut through
 * that coarser slice any more; merging is exact, so every window holds precisely the events since
 * its edge (see {@link Tier}). The table is a function of the events and the clock, not of the
 * order in which they came.
 *
 * <p>A slice that was read from packed bytes stays packed until somebody looks into it, and is
 * written as those very bytes unless it was changed.
 *
 * <p>Cost: add O(1) for the newest slice; a window O(slices in it), at most 60 + 12 + 24 + 28 +
 * 365.
 */
final class SliceTable {

  private static final int FIRST_CAPACITY = 2;

  /** Instead of a place in {@link #packed}: the slice is not there or was changed since. */
  private static final int CHANGED = -1;

  private int size;
  private long[] starts = new long[FIRST_CAPACITY];
  private byte[] tiers = new byte[FIRST_CAPACITY];

  /**
   * Per slice one accumulator a column, {@code null} where nothing was added; no row at all while
   * the slice is packed only.
   */
  private Object[][] cells = new Object[FIRST_CAPACITY][];

  /** Where each slice lies packed. */
  private int[] from = new int[FIRST_CAPACITY];

  private int[] length = new int[FIRST_CAPACITY];
  private byte[] packed;
  private final BytesInput in = new BytesInput();

  int size() {
    return size;
  }

  long start(int i) {
    return starts[i];
  }

  Object cell(int i, int column, EntityLayout layout) {
    return row(i, layout)[column];
  }

  private Object[] row(int i, EntityLayout layout) {
    if (cells[i] == null) {
      cells[i] = unpack(i, layout);
    }
    return cells[i];
  }

  /** The row, to be changed. */
  private Object[] changing(int i, EntityLayout layout) {
    Object[] row = row(i, layout);
    from[i] = CHANGED;
    return row;
  }

  private long end(int i) {
    return starts[i] + Tier.ofCode(tiers[i]).width();
  }

  /**
   * The cells of the slice of this tier that holds {@code ts}, to be changed; made if there is
   * none. A coarser slice around it, left by a layout without this tier, does not count: finer
   * windows cannot read it.
   *
   * @param tier {@link EntityLayout#tierOf} of {@code ts}
   */
  Object[] at(long ts, Tier tier, EntityLayout layout) {
    int i = size;
    while (i > 0 && starts[i - 1] > ts) {
      i--;
    }
    if (i > 0 && ts < end(i - 1) && tiers[i - 1] == tier.code()) {
      return changing(i - 1, layout);
    }
    insert(i, tier.start(ts), tier, new Object[layout.size()]);
    return cells[i];
  }

  private void insert(int at, long start, Tier tier, Object[] row) {
    claim(size + 1);
    int behind = size - at;
    System.arraycopy(starts, at, starts, at + 1, behind);
    System.arraycopy(tiers, at, tiers, at + 1, behind);
    System.arraycopy(cells, at, cells, at + 1, behind);
    System.arraycopy(from, at, from, at + 1, behind);
    System.arraycopy(length, at, length, at + 1, behind);
    starts[at] = start;
    tiers[at] = (byte) tier.code();
    cells[at] = row;
    from[at] = CHANGED;
    size++;
  }

  private void claim(int capacity) {
    if (capacity > starts.length) {
      int roomy = Math.max(capacity, 2 * starts.length);
      starts = Arrays.copyOf(starts, roomy);
      tiers = Arrays.copyOf(tiers, roomy);
      cells = Arrays.copyOf(cells, roomy);
      from = Arrays.copyOf(from, roomy);
      length = Arrays.copyOf(length, roomy);
    }
  }

  /** Drops what no window reads any more and rolls up what only coarser windows read. */
  void advance(long asOf, EntityLayout layout) {
    EntityLayout.Edges edges = layout.edges(asOf);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (starts[i] < edges.latest() && !forget(i, edges, layout)) {
        continue;
      }
      Tier tier = edges.coarsen(Tier.ofCode(tiers[i]), starts[i]);
      if (tier.code() != tiers[i]) {
        rollUp(i, tier, layout);
      }
      if (kept > 0 && starts[kept - 1] == starts[i] && tiers[kept - 1] == tiers[i]) {
        merge(changing(kept - 1, layout), row(i, layout), layout);
      } else {
        move(i, kept++);
      }
    }
    Arrays.fill(cells, kept, size, null);
    size = kept;
  }

  /** Clears the cells their columns read no more; returns whether any is left. */
  private boolean forget(int i, EntityLayout.Edges edges, EntityLayout layout) {
    if (cells[i] == null && !edges.passes(starts[i], packed, from[i])) {
      return true;
    }
    Object[] row = row(i, layout);
    boolean holds = false;
    for (int c = 0; c < row.length; c++) {
      if (row[c] != null && starts[i] < edges.of(c)) {
        row[c] = null;
        from[i] = CHANGED;
      }
      holds |= row[c] != null;
    }
    return holds;
  }

  /** Times in a slice are packed relative to its start, so one that moves has to be taken apart. */
  private void rollUp(int i, Tier tier, EntityLayout layout) {
    long start = tier.start(starts[i]);
    if (start != starts[i]) {
      changing(i, layout);
      starts[i] = start;
    }
    tiers[i] = (byte) tier.code();
  }

  private void move(int i, int to) {
    starts[to] = starts[i];
    tiers[to] = tiers[i];
    cells[to] = cells[i];
    from[to] = from[i];
    length[to] = length[i];
  }

  private static void merge(Object[] into, Object[] other, EntityLayout layout) {
    for (int c = 0; c < into.length; c++) {
      if (into[c] == null) {
        into[c] = other[c];
      } else if (other[c] != null) {
        into[c] = layout.column(c).algebra().merge(into[c], other[c]);
      }
    }
  }

  /**
   * Takes over the slices of another table, under this layout: columns are carried over by key, new
   * ones are empty, and what no window of the new layout reads is dropped or rolled up. A slice
   * that is coarser than the new layout would have it stays as it is.
   */
  void adopt(SliceTable other, long asOf, EntityLayout theirs, EntityLayout ours) {
    int[] source = sources(theirs, ours);
    claim(other.size);
    size = 0;
    for (int i = 0; i < other.size; i++) {
      Object[] row = new Object[source.length];
      if (carry(other.row(i, theirs), row, source, ours)) {
        starts[size] = other.starts[i];
        tiers[size] = other.tiers[i];
        cells[size] = row;
        from[size] = CHANGED;
        size++;
      }
    }
    if (!ours.equals(theirs)) {
      advance(asOf, ours);
    }
  }

  /**
   * Merges the slices of another table into those of this one, column by column with the same key.
   */
  void absorb(SliceTable other, EntityLayout theirs, EntityLayout ours) {
    int[] source = sources(theirs, ours);
    for (int i = 0; i < other.size; i++) {
      Object[] row = new Object[source.length];
      if (carry(other.row(i, theirs), row, source, ours)) {
        int at = place(other.starts[i], other.tiers[i]);
        if (at < size && starts[at] == other.starts[i] && tiers[at] == other.tiers[i]) {
          merge(changing(at, ours), row, ours);
        } else {
          insert(at, other.starts[i], Tier.ofCode(other.tiers[i]), row);
        }
      }
    }
  }

  /** Where a slice is or belongs: of those with one start the coarser comes first. */
  private int place(long start, byte tier) {
    int i = 0;
    while (i < size && (starts[i] < start || (starts[i] == start && tiers[i] > tier))) {
      i++;
    }
    return i;
  }

  private static int[] sources(EntityLayout theirs, EntityLayout ours) {
    int[] source = new int[ours.size()];
    for (int c = 0; c < source.length; c++) {
      source[c] = theirs.indexOf(ours.column(c).key());
    }
    return source;
  }

  /** Copies the columns there are a source for; returns whether there was anything. */
  private static boolean carry(Object[] from, Object[] into, int[] source, EntityLayout layout) {
    boolean holds = false;
    for (int c = 0; c < into.length; c++) {
      Object cell = source[c] < 0 ? null : from[source[c]];
      into[c] = cell == null ? null : layout.column(c).algebra().copy(cell);
      holds |= cell != null;
    }
    return holds;
  }

  /** Slice by slice: start (relative to the one before, in the finest width), tier, n, row. */
  void write(BytesOutput out, EntityLayout layout) throws IOException {
    Tier unit = layout.finest();
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      long start = unit.number(starts[i]);
      Varint.writeSigned(out, start - before);
      before = start;
      out.writeByte(tiers[i]);
      int begin = out.begin();
      if (from[i] == CHANGED) {
        writeRow(cells[i], starts[i], out, layout);
      } else {
        out.write(packed, from[i], length[i]);
      }
      out.end(begin);
    }
  }

  /** Which columns there are, one bit each, then their cells. */
  private static void writeRow(Object[] row, long start, BytesOutput out, EntityLayout layout)
      throws IOException {
    for (int first = 0; first < row.length; first += Byte.SIZE) {
      int present = 0;
      for (int c = first; c < Math.min(first + Byte.SIZE, row.length); c++) {
        present |= row[c] == null ? 0 : 1 << (c - first);
      }
      out.writeByte(present);
    }
    for (int c = 0; c < row.length; c++) {
      if (row[c] != null) {
        layout.column(c).write(row[c], start, out);
      }
    }
  }

  /**
   * Finds the slices that {@link #write} wrote; takes none apart.
   *
   * @param bytes the array {@code table} reads; must not change while this table is used
   */
  void read(byte[] bytes, BytesInput table, EntityLayout layout) throws IOException {
    long unit = layout.finest().width();
    int count = (int) Varint.readUnsigned(table);
    if (count < 0 || count > table.available()) {
      throw new IOException(count + " slices in " + table.available() + " bytes");
    }
    packed = bytes;
    size = 0;
    claim(count);
    size = count;
    long before = 0;
    for (int i = 0; i < count; i++) {
      before += Varint.readSigned(table);
      starts[i] = before * unit;
      tiers[i] = table.readByte();
      length[i] = (int) Varint.readUnsigned(table);
      from[i] = table.position();
      cells[i] = null;
      table.skip(length[i]);
    }
  }

  private Object[] unpack(int i, EntityLayout layout) {
    Object[] row = new Object[layout.size()];
    int presence = layout.presenceBytes();
    in.open(packed, from[i] + presence, from[i] + length[i]);
    try {
      for (int c = 0; c < row.length; c++) {
        if ((packed[from[i] + c / Byte.SIZE] >> (c % Byte.SIZE) & 1) != 0) {
          row[c] = layout.column(c).read(starts[i], in);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a slice of an entity is damaged: " + e.getMessage(), e);
    }
    return row;
  }
}
