package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far each key lies from all others, as {@link KeyedShrinkage} has learned it: a bounded number
 * of keys, the one unused for longest forgotten first. For one thread.
 */
final class KeyOffsets {

  /** A map's entry, a key and three arrays. */
  private static final int BYTES_A_KEY = 250;

  /**
   * What one key's own examples say, in the units of the scores.
   *
   * @param pull for each sum, the curvatures times where the examples want the offset
   * @param weight for each sum, the curvatures: how sure they are
   * @param spread for each sum, what the key last added to {@link #spread}
   */
  record Offset(double[] pull, double[] weight, double[] spread) {

    Offset(int sums) {
      this(new double[sums], new double[sums], new double[sums]);
    }

    Offset copy() {
      return new Offset(pull.clone(), weight.clone(), spread.clone());
    }

    /** The most likely offset of one sum under a prior of that precision. */
    double mean(int sum, double precision) {
      return pull[sum] / (weight[sum] + precision);
    }
  }

  private final int sums;
  private final LinkedHashMap<Long, Offset> keys = new LinkedHashMap<>();

  /** Of the keys in memory: the sum of their squared offsets and what these are unsure of. */
  double spread;

  /** Squared errors and how many: what of the target no key explains. */
  double errors;

  double examples;

  KeyOffsets(int sums) {
    this.sums = sums;
  }

  int size() {
    return keys.size();
  }

  /** What is known of a key; null if nothing is. */
  Offset find(double key) {
    return keys.get(Double.doubleToLongBits(key));
  }

  /** What is known of a key, which is now the one used last; makes room if it is new. */
  Offset use(double key, int most) {
    long bits = Double.doubleToLongBits(key);
    Offset offset = keys.remove(bits);
    if (offset == null) {
      offset = new Offset(sums);
      if (keys.size() >= most) {
        forgetOldest();
      }
    }
    keys.put(bits, offset);
    return offset;
  }

  private void forgetOldest() {
    var oldest = keys.entrySet().iterator();
    Offset forgotten = oldest.next().getValue();
    oldest.remove();
    for (double part : forgotten.spread()) {
      spread -= part;
    }
    spread = Math.max(0, spread);
  }

  KeyOffsets copy() {
    KeyOffsets copy = new KeyOffsets(sums);
    keys.forEach((key, offset) -> copy.keys.put(key, offset.copy()));
    copy.spread = spread;
    copy.errors = errors;
    copy.examples = examples;
    return copy;
  }

  long memoryBytes() {
    return (BYTES_A_KEY + 3L * Double.BYTES * sums) * keys.size();
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(spread);
    out.writeDouble(errors);
    out.writeDouble(examples);
    Varint.writeUnsigned(out, keys.size());
    for (Map.Entry<Long, Offset> entry : keys.entrySet()) {
      out.writeLong(entry.getKey());
      DoubleArrays.write(entry.getValue().pull(), out);
      DoubleArrays.write(entry.getValue().weight(), out);
      DoubleArrays.write(entry.getValue().spread(), out);
    }
  }

  static KeyOffsets read(String what, int sums, DataInput in) throws IOException {
    KeyOffsets offsets = new KeyOffsets(sums);
    offsets.spread = in.readDouble();
    offsets.errors = in.readDouble();
    offsets.examples = in.readDouble();
    long size = Varint.readUnsigned(in);
    for (long i = 0; i < size; i++) {
      long key = in.readLong();
      double[] pull = DoubleArrays.read(what, sums, in);
      double[] weight = DoubleArrays.read(what, sums, in);
      offsets.keys.put(key, new Offset(pull, weight, DoubleArrays.read(what, sums, in)));
    }
    return offsets;
  }
}
