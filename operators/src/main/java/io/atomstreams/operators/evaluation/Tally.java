package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Weights counted and numbers summed, each in its place. Weights are multiples of 2⁻²⁰ up to 2²⁰,
 * so that counts are whole numbers; 2⁶³ of them, 8.8 · 10¹² examples, have room. Adding with the
 * negative weight takes back exactly. What evaluators keep as their state; only they look inside.
 */
public final class Tally {

  /** Units of a weight of 1. */
  static final double UNITS = 1 << 20;

  final long[] counts;
  final ExactSum[] sums;

  Tally(int counts, int sums) {
    this.counts = new long[counts];
    this.sums = new ExactSum[sums];
    for (int i = 0; i < sums; i++) {
      this.sums[i] = new ExactSum();
    }
  }

  /** A weight as whole units. */
  static long units(double weight) {
    if (!(Math.abs(weight) <= UNITS) || Math.rint(weight * UNITS) == 0) {
      throw new IllegalArgumentException(
          "an outcome's weight is %s, must be at least 2^-20 and at most 2^20, or the negative of that"
              .formatted(weight));
    }
    return (long) Math.rint(weight * UNITS);
  }

  void count(int at, long units) {
    counts[at] += units;
  }

  /** Adds {@code units × number}, rounded; exact where the weight is 1 or -1. */
  void sum(int at, double number, long units) {
    sums[at].add(units / UNITS * number);
  }

  /** Adds {@code units × number²}; exact where the weight is 1 or -1. */
  void sumSquare(int at, double number, long units) {
    double square = number * number;
    sum(at, square, units);
    double rest = Math.fma(number, number, -square);
    if (Double.isFinite(rest)) {
      sum(at, rest, units);
    }
  }

  double weight(int at) {
    return counts[at] / UNITS;
  }

  double total(int at) {
    return sums[at].value();
  }

  void merge(Tally other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(other.sums[i]);
    }
  }

  Tally copy() {
    Tally copy = new Tally(counts.length, sums.length);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    for (int i = 0; i < sums.length; i++) {
      copy.sums[i] = sums[i].copy();
    }
    return copy;
  }

  /** The counts that are not 0, each with its distance from the one before; then the sums. */
  void write(DataOutput out) throws IOException {
    int used = 0;
    for (long count : counts) {
      used += count == 0 ? 0 : 1;
    }
    Varint.writeUnsigned(out, used);
    int last = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        Varint.writeUnsigned(out, i - last);
        Varint.writeSigned(out, counts[i]);
        last = i;
      }
    }
    for (ExactSum sum : sums) {
      sum.write(out);
    }
  }

  static Tally read(DataInput in, int counts, int sums) throws IOException {
    Tally tally = new Tally(counts, sums);
    int used = (int) Varint.readUnsigned(in);
    int at = 0;
    for (int i = 0; i < used; i++) {
      at += (int) Varint.readUnsigned(in);
      if (at >= counts) {
        throw new IOException(
            "an evaluation has a count at place %d of %d: it was written with other options"
                .formatted(at, counts));
      }
      tally.counts[at] = Varint.readSigned(in);
    }
    for (int i = 0; i < sums; i++) {
      tally.sums[i] = ExactSum.read(in);
    }
    return tally;
  }
}
