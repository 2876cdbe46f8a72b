package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Examples in the order in which they came, a column an attribute, so that the distances from one
 * row to all are loops a processor does several steps of at once. Old ones leave at the front, new
 * ones join at the back, both at no cost but for moving all together now and then.
 *
 * <p>The squared distance adds, attribute by attribute, the squared difference in units, and {@link
 * #UNLIKE} where two categories differ or a value is missing: what two numbers drawn apart from
 * each other differ by on average.
 */
final class Examples {

  static final float UNLIKE = 2;

  private static final int FIRST_CAPACITY = 64;
  private static final int BYTES_BESIDE_COLUMNS = 2 * Integer.BYTES + 1;

  final boolean[] category;
  private float[][] columns;
  private int[] label;
  private float[] weight;

  /** What was said of the example before it was learned: free for the owner. */
  private byte[] note;

  private final int[] missing;
  private int from;
  private int to;

  Examples(List<Attribute> attributes) {
    int width = attributes.size();
    category = new boolean[width];
    for (int a = 0; a < width; a++) {
      category[a] = !attributes.get(a).isNumber();
    }
    missing = new int[width];
    columns = new float[width][FIRST_CAPACITY];
    label = new int[FIRST_CAPACITY];
    weight = new float[FIRST_CAPACITY];
    note = new byte[FIRST_CAPACITY];
  }

  private Examples(Examples of) {
    category = of.category;
    missing = of.missing.clone();
    from = of.from;
    to = of.to;
    columns = new float[of.columns.length][];
    Arrays.setAll(columns, a -> of.columns[a].clone());
    label = of.label.clone();
    weight = of.weight.clone();
    note = of.note.clone();
  }

  int size() {
    return to - from;
  }

  int width() {
    return columns.length;
  }

  int label(int i) {
    return label[from + i];
  }

  float weight(int i) {
    return weight[from + i];
  }

  byte note(int i) {
    return note[from + i];
  }

  float value(int i, int attribute) {
    return columns[attribute][from + i];
  }

  /** The row of the example. */
  void row(int i, float[] into) {
    for (int a = 0; a < into.length; a++) {
      into[a] = columns[a][from + i];
    }
  }

  void add(float[] row, int itsLabel, float itsWeight, byte itsNote) {
    if (to == label.length) {
      makeRoom();
    }
    for (int a = 0; a < row.length; a++) {
      columns[a][to] = row[a];
      if (Float.isNaN(row[a])) {
        missing[a]++;
      }
    }
    label[to] = itsLabel;
    weight[to] = itsWeight;
    note[to] = itsNote;
    to++;
  }

  private void makeRoom() {
    int size = size();
    int capacity = from > label.length / 2 ? label.length : 2 * label.length;
    for (int a = 0; a < columns.length; a++) {
      float[] column = new float[capacity];
      System.arraycopy(columns[a], from, column, 0, size);
      columns[a] = column;
    }
    label = Arrays.copyOf(Arrays.copyOfRange(label, from, to), capacity);
    weight = Arrays.copyOf(Arrays.copyOfRange(weight, from, to), capacity);
    note = Arrays.copyOf(Arrays.copyOfRange(note, from, to), capacity);
    from = 0;
    to = size;
  }

  void removeOldest(int count) {
    for (int a = 0; a < columns.length; a++) {
      for (int i = from; missing[a] > 0 && i < from + count; i++) {
        if (Float.isNaN(columns[a][i])) {
          missing[a]--;
        }
      }
    }
    from += count;
  }

  /** Keeps those that are not marked, in their order. */
  void removeMarked(boolean[] marked) {
    int kept = from;
    float[] row = new float[width()];
    for (int i = from; i < to; i++) {
      if (!marked[i - from]) {
        label[kept] = label[i];
        weight[kept] = weight[i];
        note[kept] = note[i];
        for (float[] column : columns) {
          column[kept] = column[i];
        }
        kept++;
      } else {
        row(i - from, row);
        for (int a = 0; a < row.length; a++) {
          missing[a] -= Float.isNaN(row[a]) ? 1 : 0;
        }
      }
    }
    to = kept;
  }

  /** The squared distances from a row to all examples, in their order. */
  void distances(float[] row, float[] perUnit, float[] into) {
    int size = size();
    Arrays.fill(into, 0, size, 0);
    for (int a = 0; a < row.length; a++) {
      if (Float.isNaN(row[a])) {
        addToAll(into, size);
      } else if (category[a]) {
        addUnlikes(columns[a], from, size, row[a], into);
      } else if (missing[a] == 0) {
        addSquares(columns[a], from, size, row[a], perUnit[a], into);
      } else {
        addSquaresOrUnlikes(columns[a], from, size, row[a], perUnit[a], into);
      }
    }
  }

  private static void addToAll(float[] into, int size) {
    for (int i = 0; i < size; i++) {
      into[i] += UNLIKE;
    }
  }

  private static void addUnlikes(float[] column, int from, int size, float value, float[] into) {
    for (int i = 0; i < size; i++) {
      into[i] += column[from + i] == value ? 0 : UNLIKE;
    }
  }

  private static void addSquares(
      float[] column, int from, int size, float value, float perUnit, float[] into) {
    for (int i = 0; i < size; i++) {
      float away = (column[from + i] - value) * perUnit;
      into[i] += away * away;
    }
  }

  private static void addSquaresOrUnlikes(
      float[] column, int from, int size, float value, float perUnit, float[] into) {
    for (int i = 0; i < size; i++) {
      float away = (column[from + i] - value) * perUnit;
      into[i] += Float.isNaN(away) ? UNLIKE : away * away;
    }
  }

  Examples copy() {
    return new Examples(this);
  }

  long memoryBytes() {
    return (long) label.length * (BYTES_BESIDE_COLUMNS + (long) Float.BYTES * width());
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size());
    for (int i = from; i < to; i++) {
      Varint.writeUnsigned(out, label[i]);
      out.writeFloat(weight[i]);
      out.writeByte(note[i]);
      for (float[] column : columns) {
        out.writeFloat(column[i]);
      }
    }
  }

  static Examples read(List<Attribute> attributes, DataInput in) throws IOException {
    Examples examples = new Examples(attributes);
    long size = Varint.readUnsigned(in);
    float[] row = new float[attributes.size()];
    for (long i = 0; i < size; i++) {
      int itsLabel = (int) Varint.readUnsigned(in);
      float itsWeight = in.readFloat();
      byte itsNote = in.readByte();
      for (int a = 0; a < row.length; a++) {
        row[a] = in.readFloat();
      }
      examples.add(row, itsLabel, itsWeight, itsNote);
    }
    return examples;
  }
}
