package io.atomstreams.pipelines.tracking;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Three bytes for every offset of one input partition: what is known of it, which reason a dead
 * letter gave, and which scorers have said something. Grows in pieces of 65 536 offsets, wherever
 * the offsets begin.
 */
final class PositionLedger {

  private static final int PIECE_BITS = 16;
  private static final int PIECE = 1 << PIECE_BITS;

  private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
  private long lastIndex = -1;
  private byte[] last;

  /** Called for offsets in order. */
  interface Visitor {
    void visit(long offset, int flags, int scorers);
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

  int scorers(long offset) {
    return piece(offset)[2 * PIECE + at(offset)] & 0xFF;
  }

  void setScorers(long offset, int scorers) {
    piece(offset)[2 * PIECE + at(offset)] = (byte) scorers;
  }

  /** Visits every offset of every touched piece until {@code goOn} says no. */
  void visit(Visitor visitor, BooleanSupplier goOn) {
    for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
      long first = piece.getKey() << PIECE_BITS;
      for (int i = 0; i < PIECE; i++) {
        int flags = piece.getValue()[i] & 0xFF;
        int scorers = piece.getValue()[2 * PIECE + i] & 0xFF;
        if (flags != 0 || scorers != 0) {
          visitor.visit(first + i, flags, scorers);
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
      last = pieces.computeIfAbsent(index, absent -> new byte[3 * PIECE]);
      lastIndex = index;
    }
    return last;
  }
}
