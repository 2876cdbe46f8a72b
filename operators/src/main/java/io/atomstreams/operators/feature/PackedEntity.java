package io.atomstreams.operators.feature;

import java.util.Arrays;

/**
 * An entity's state as it is kept: one array, so that a million entities are a million objects to
 * the garbage collector and not forty million, and reading one is a walk along neighbouring bytes.
 * {@link EntityPacker} writes it and reads it; the array has some room at the end so that growing
 * by an event seldom needs a new one.
 */
public final class PackedEntity {

  private static final byte[] NONE = {};

  /** The two objects themselves, bytes of heap, about. */
  private static final int OVERHEAD = 48;

  /** An array this many times too large is given back: a burst is not paid for ever after. */
  private static final int TOO_LARGE = 4;

  /** Equal ones are made one, so that comparing them is comparing references. */
  EntityLayout layout;

  byte[] bytes = NONE;
  int size;

  PackedEntity(EntityLayout layout) {
    this.layout = layout;
  }

  /** Bytes of heap the state takes, about. */
  public int footprint() {
    return OVERHEAD + bytes.length;
  }

  /** Takes over the first {@code length} bytes of an array. */
  void set(byte[] from, int length) {
    if (length > bytes.length || bytes.length > TOO_LARGE * (length + Long.BYTES)) {
      bytes = new byte[length + length / 4 + Long.BYTES];
    }
    System.arraycopy(from, 0, bytes, 0, length);
    size = length;
  }

  /** The packed bytes, a copy. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  PackedEntity copy() {
    PackedEntity copy = new PackedEntity(layout);
    copy.bytes = bytes.clone();
    copy.size = size;
    return copy;
  }
}
