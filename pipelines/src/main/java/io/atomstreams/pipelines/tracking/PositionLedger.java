package io.atomstreams.pipelines.tracking;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Two bytes for every offset of one input partition: what is known of it, and which reason a dead
 * letter gave. Grows in pieces of 65 536 offsets, wherever the offsets begin.
 */
final class PositionLedger {

  private static final int PIECE_BITS = 16;
  private static final int PIECE = 1 << PIECE_BITS;

  private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
  private long lastIndex = -1;
  private byte[] last;

  /** Called for offsets in order. */
  interface Visitor {
    void visit(long offset, int flags);
  }

  int flags(long offset) {
    return piece(offset)[at(offset)] & 0xFF;
  }

  void setFlags(long offset, int flags) {
    piece(offset)[at(offset)] = (byte) flags;
  }

  int reason(long offset) {
    return piece(offset)[PIECE + at(offset)] & 0xFF;
  }

  void setReason(long offset, int reason) {
    piece(offset)[PIECE + at(offset)] = (byte) reason;
  }

  /** Visits every offset of every touched piece until {@code goOn} says no. */
  void visit(Visitor visitor, BooleanSupplier goOn) {
    for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
      long first = piece.getKey() << PIECE_BITS;
      for (int i = 0; i < PIECE; i++) {
        if (piece.getValue()[i] != 0) {
          visitor.visit(first + i, piece.getValue()[i] & 0xFF);
        }
        if (!goOn.getAsBoolean()) {
          return;
        }
      }
    }
  }

  private static int at(long offset) {
    return (int) (offset & (PIECE - 1));
  }

  private byte[] piece(long offset) {
    long index = offset >> PIECE_BITS;
    if (index != lastIndex) {
      last = pieces.computeIfAbsent(index, absent -> new byte[2 * PIECE]);
      lastIndex = index;
    }
    return last;
  }
}
