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
 * <p>A slice that was read from packed bytes stays packed until somebody changes it: windows merge
 * its cells straight from the bytes, and neighbours that nobody changed are written in one go.
 *
 * <p>Cost: add O(1) for the newest slice; all windows together O(slices in the longest), at most 60
 * + 12 + 24 + 28 + 365.
 */
final class SliceTable {

  private static final int FIRST_CAPACITY = 2;

  /** Instead of a place in {@link #packed}: not there, or not what it was. */
  private static final int CHANGED = -1;

  /** Bytes of a head whose numbers are all small. */
  private static final int SHORT_HEAD = 3;

  private int size;
  private long[] starts = new long[FIRST_CAPACITY];
  private byte[] tiers = new byte[FIRST_CAPACITY];

  /** What was taken apart to be changed; {@code null} where the bytes still stand for the slice. */
  private OpenSlice[] opened = new OpenSlice[FIRST_CAPACITY];

  /** Where each slice lies packed: its start, tier and length, unless changed; then its cells. */
  private int[] head = new int[FIRST_CAPACITY];

  private int[] from = new int[FIRST_CAPACITY];
  private int[] length = new int[FIRST_CAPACITY];

  /** Where the first slice lay. */
  private int table;

  private byte[] packed;
  private Edges edges;
  private final BytesInput in = new BytesInput();

  int size() {
    return size;
  }

  long start(int i) {
    return starts[i];
  }

  /** The accumulator of a column, or {@code null} if the slice has none. */
  Object cell(int i, int column, EntityLayout layout) {
    return opened(i, layout).cell(column);
  }

  /** The slice, to be changed. */
  private OpenSlice opened(int i, EntityLayout layout) {
    if (opened[i] == null) {
      opened[i] = OpenSlice.of(layout, packed, bytes(i), starts[i]);
    }
    return opened[i];
  }

  private BytesInput bytes(int i) {
    return in.open(packed, from[i], from[i] + length[i]);
  }

  /**
   * Merges slices into running accumulators, cell by cell: those that start at {@code edge} or
   * later, from one on and from new to old.
   *
   * @return the first that starts earlier, -1 if there is none
   */
  int mergeSince(long edge, int newest, Object[] running, EntityLayout layout) {
    int i = newest;
    for (; i >= 0 && starts[i] >= edge; i--) {
      if (opened[i] == null) {
        mergePacked(running, i, layout);
      } else {
        opened[i].mergeInto(running);
      }
    }
    return i;
  }

  private void mergePacked(Object[] running, int i, EntityLayout layout) {
    int first = from[i];
    int end = first + length[i];
    in.open(packed, first + layout.presenceBytes(), packed.length);
    try {
      for (int c = 0; c < layout.size(); c += Byte.SIZE) {
        mergePresent(running, c, packed[first++], starts[i], layout);
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      throw OpenSlice.damaged(e);
    }
    if (in.position() != end) {
      throw OpenSlice.damaged(new IOException("it ends elsewhere than its length says"));
    }
  }

  /** Merges those of eight columns, from {@code first} on, that have their bit. */
  private void mergePresent(Object[] running, int first, byte bits, long base, EntityLayout layout)
      throws IOException {
    for (int present = bits & 0xFF; present != 0; present &= present - 1) {
      int c = first + Integer.numberOfTrailingZeros(present);
      Object before = running[c];
      Object after = layout.algebra(c).mergePacked(before, base, in);
      if (after != before) {
        running[c] = after;
      }
    }
  }

  private long end(int i) {
    return starts[i] + Tier.ofCode(tiers[i]).width();
  }

  /**
   * The slice of this tier that holds {@code ts}, to be changed; made if there is none. A coarser
   * slice around it, left by a layout without this tier, does not count: finer windows cannot read
   * it.
   *
   * @param tier {@link EntityLayout#tierOf} of {@code ts}
   */
  OpenSlice at(long ts, Tier tier, EntityLayout layout) {
    int i = size;
    while (i > 0 && starts[i - 1] > ts) {
      i--;
    }
    if (i > 0 && ts < end(i - 1) && tiers[i - 1] == tier.code()) {
      return opened(i - 1, layout);
    }
    insert(i, tier.start(ts), tier, OpenSlice.empty(layout));
    return opened[i];
  }

  private void insert(int at, long start, Tier tier, OpenSlice slice) {
    claim(size + 1);
    int behind = size - at;
    if (behind > 0) {
      System.arraycopy(starts, at, starts, at + 1, behind);
      System.arraycopy(tiers, at, tiers, at + 1, behind);
      System.arraycopy(opened, at, opened, at + 1, behind);
      System.arraycopy(head, at, head, at + 1, behind);
      System.arraycopy(from, at, from, at + 1, behind);
      System.arraycopy(length, at, length, at + 1, behind);
    }
    put(at, start, (byte) tier.code(), slice);
    size++;
  }

  /** Puts a slice that is not packed. */
  private void put(int at, long start, byte tier, OpenSlice slice) {
    starts[at] = start;
    tiers[at] = tier;
    opened[at] = slice;
    head[at] = CHANGED;
    from[at] = 0;
    length[at] = 0;
  }

  private void claim(int capacity) {
    if (capacity > starts.length) {
      int roomy = Math.max(capacity, 2 * starts.length);
      starts = Arrays.copyOf(starts, roomy);
      tiers = Arrays.copyOf(tiers, roomy);
      opened = Arrays.copyOf(opened, roomy);
      head = Arrays.copyOf(head, roomy);
      from = Arrays.copyOf(from, roomy);
      length = Arrays.copyOf(length, roomy);
    }
  }

  /** Drops what no window reads any more and rolls up what only coarser windows read. */
  void advance(long asOf, EntityLayout layout) {
    Edges edges = edges(layout).at(asOf);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (starts[i] < edges.latest() && !forget(i, edges, layout)) {
        continue;
      }
      int tier = edges.coarsen(tiers[i], starts[i]);
      if (tier != tiers[i]) {
        rollUp(i, Tier.ofCode(tier), layout);
      }
      if (kept > 0 && starts[kept - 1] == starts[i] && tiers[kept - 1] == tiers[i]) {
        opened(kept - 1, layout).merge(opened(i, layout));
      } else {
        move(i, kept++);
      }
    }
    Arrays.fill(opened, kept, size, null);
    size = kept;
  }

  /** Used again: an entity is opened for every event. */
  private Edges edges(EntityLayout layout) {
    if (edges == null || !edges.areOf(layout)) {
      edges = layout.edges();
    }
    return edges;
  }

  /** Clears the cells their columns read no more; returns whether any is left. */
  private boolean forget(int i, Edges edges, EntityLayout layout) {
    return (opened[i] == null && !edges.passes(starts[i], packed, from[i]))
        || opened(i, layout).forget(starts[i], edges);
  }

  /** Times in a slice are packed relative to its start, so one that moves is taken apart. */
  private void rollUp(int i, Tier tier, EntityLayout layout) {
    long start = tier.start(starts[i]);
    if (start != starts[i]) {
      opened(i, layout);
      starts[i] = start;
    }
    tiers[i] = (byte) tier.code();
    head[i] = CHANGED;
  }

  private void move(int i, int to) {
    if (i != to) {
      starts[to] = starts[i];
      tiers[to] = tiers[i];
      opened[to] = opened[i];
      head[to] = head[i];
      from[to] = from[i];
      length[to] = length[i];
    }
  }

  /**
   * Takes over the slices of another table, under this layout: columns are carried over by key, new
   * ones are empty, and what no window of the new layout reads is dropped or rolled up. A slice
   * that is coarser than the new layout would have it stays as it is.
   */
  void adopt(SliceTable other, long asOf, EntityLayout theirs, EntityLayout ours) {
    CarriedColumns columns = new CarriedColumns(theirs, ours);
    claim(other.size);
    size = 0;
    for (int i = 0; i < other.size; i++) {
      OpenSlice slice = columns.carry(other, i);
      if (slice != null) {
        put(size++, other.starts[i], other.tiers[i], slice);
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
    CarriedColumns columns = new CarriedColumns(theirs, ours);
    for (int i = 0; i < other.size; i++) {
      OpenSlice slice = columns.carry(other, i);
      if (slice != null) {
        int at = place(other.starts[i], other.tiers[i]);
        if (at < size && starts[at] == other.starts[i] && tiers[at] == other.tiers[i]) {
          opened(at, ours).merge(slice);
        } else {
          insert(at, other.starts[i], Tier.ofCode(other.tiers[i]), slice);
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

  /** Slice by slice: start (relative to the one before, in the finest width), tier, n, cells. */
  void write(BytesOutput out, EntityLayout layout) throws IOException {
    Varint.writeUnsigned(out, size);
    int next = table;
    for (int i = 0; i < size; i++) {
      int same = next == head[i] ? asRead(i) : i;
      if (same > i) {
        next = from[same - 1] + length[same - 1];
        out.write(packed, head[i], next - head[i]);
        i = same - 1;
      } else {
        writeSlice(i, out, layout);
        next = head[i] == CHANGED ? CHANGED : from[i] + length[i];
      }
    }
  }

  /** Up to which slice, from this one, all are as they were read and in one piece. */
  private int asRead(int first) {
    int i = first;
    int next = head[first];
    while (i < size && opened[i] == null && head[i] == next && next != CHANGED) {
      next = from[i] + length[i];
      i++;
    }
    return i;
  }

  private void writeSlice(int i, BytesOutput out, EntityLayout layout) throws IOException {
    Tier unit = layout.finest();
    long before = i == 0 ? 0 : unit.number(starts[i - 1]);
    Varint.writeSigned(out, unit.number(starts[i]) - before);
    out.writeByte(tiers[i]);
    int begin = out.begin();
    if (opened[i] == null) {
      out.write(packed, from[i], length[i]);
    } else {
      opened[i].write(starts[i], out);
    }
    out.end(begin);
  }

  /**
   * Finds the slices that {@link #write} wrote; takes none apart.
   *
   * @param bytes the array {@code slices} reads; must not change while this table is used
   */
  void read(byte[] bytes, BytesInput slices, EntityLayout layout) throws IOException {
    long unit = layout.finest().width();
    int count = (int) Varint.readUnsigned(slices);
    if (count < 0 || count > slices.available()) {
      throw new IOException(count + " slices in " + slices.available() + " bytes");
    }
    packed = bytes;
    claim(count);
    Arrays.fill(opened, 0, Math.max(size, count), null);
    size = count;
    table = slices.position();
    long before = 0;
    for (int i = 0; i < count; i++) {
      head[i] = slices.position();
      before += isShort(head[i], slices) ? readShortHead(i, slices) : readHead(i, slices);
      starts[i] = before * unit;
      from[i] = slices.position();
      slices.skip(length[i]);
    }
  }

  /** Whether a slice's start, tier and length are a byte each, as most are. */
  private boolean isShort(int at, BytesInput slices) {
    return slices.available() >= SHORT_HEAD && (packed[at] | packed[at + 1] | packed[at + 2]) >= 0;
  }

  private long readShortHead(int i, BytesInput slices) throws IOException {
    int at = head[i];
    tiers[i] = packed[at + 1];
    length[i] = packed[at + 2];
    slices.skip(SHORT_HEAD);
    long zigzag = packed[at];
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  private long readHead(int i, BytesInput slices) throws IOException {
    long since = Varint.readSigned(slices);
    tiers[i] = slices.readByte();
    length[i] = (int) Varint.readUnsigned(slices);
    return since;
  }
}
