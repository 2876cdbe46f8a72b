package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * An entity's state as it is kept: one array, so that a million entities are a million objects to
 * the garbage collector and not forty million, and reading one is a walk along neighbouring bytes.
 * {@link EntityPacker} writes it and reads it; the array has some room at the end so that growing
 * by an event seldom needs a new one. Beside the array lie the remembered ids of the few entities
 * that have many.
 */
public final class PackedEntity {

  private static final byte[] NONE = {};

  /** The two objects themselves, bytes of heap, about. */
  private static final int OVERHEAD = 56;

  /** An array this many times too large is given back: a burst is not paid for ever after. */
  private static final int TOO_LARGE = 4;

  private static final int MOST_BYTES = 1 << 30;
  private static final int WITH_SALES = 1;
  private static final int WITH_ACTIVITY = 2;

  /** Equal ones are made one, so that comparing them is comparing references. */
  EntityLayout layout;

  byte[] bytes = NONE;
  int size;

  /** Too many to be in the bytes; mostly {@code null}. */
  RecentIds salesIds;

  RecentIds activityIds;

  PackedEntity(EntityLayout layout) {
    this.layout = layout;
  }

  /** Bytes of heap the state takes, about. */
  public int footprint() {
    return OVERHEAD
        + bytes.length
        + (salesIds == null ? 0 : salesIds.footprint())
        + (activityIds == null ? 0 : activityIds.footprint());
  }

  /** Takes over the first {@code length} bytes of an array. */
  void set(byte[] from, int length) {
    if (length > bytes.length || bytes.length > TOO_LARGE * (length + Long.BYTES)) {
      bytes = new byte[length + length / 4 + Long.BYTES];
    }
    System.arraycopy(from, 0, bytes, 0, length);
    size = length;
  }

  /** Length, bytes, which ids follow, those. */
  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    out.write(bytes, 0, size);
    out.writeByte((salesIds == null ? 0 : WITH_SALES) | (activityIds == null ? 0 : WITH_ACTIVITY));
    if (salesIds != null) {
      salesIds.write(out);
    }
    if (activityIds != null) {
      activityIds.write(out);
    }
  }

  /** Reads what {@link #write} wrote. */
  static PackedEntity read(EntityLayout layout, DataInput in) throws IOException {
    PackedEntity entity = readBytes(layout, in);
    int apart = in.readByte();
    if ((apart & ~(WITH_SALES | WITH_ACTIVITY)) != 0) {
      throw new IOException("an entity with parts " + apart + ": the state is damaged");
    }
    entity.salesIds = (apart & WITH_SALES) == 0 ? null : ids(in);
    entity.activityIds = (apart & WITH_ACTIVITY) == 0 ? null : ids(in);
    return entity;
  }

  /** Reads what the first version wrote: nothing but length and bytes. */
  static PackedEntity readBytes(EntityLayout layout, DataInput in) throws IOException {
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException("an entity of " + size + " bytes: the state is damaged");
    }
    PackedEntity entity = new PackedEntity(layout);
    entity.bytes = new byte[(int) size];
    entity.size = (int) size;
    in.readFully(entity.bytes);
    return entity;
  }

  private static RecentIds ids(DataInput in) throws IOException {
    RecentIds ids = new RecentIds();
    ids.read(in);
    return ids;
  }

  /** What {@link #write} writes. */
  public byte[] toByteArray() {
    BytesOutput out = new BytesOutput();
    try {
      write(out);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory cannot fail", e);
    }
    return Arrays.copyOf(out.array(), out.size());
  }

  PackedEntity copy() {
    PackedEntity copy = new PackedEntity(layout);
    copy.bytes = bytes.clone();
    copy.size = size;
    copy.salesIds = salesIds == null ? null : salesIds.copy();
    copy.activityIds = activityIds == null ? null : activityIds.copy();
    return copy;
  }
}
