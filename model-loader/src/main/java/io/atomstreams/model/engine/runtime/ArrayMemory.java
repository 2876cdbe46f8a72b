package io.atomstreams.model.engine.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * The memory of one named array, row-major, filled from a flat batch of floats or read into one.
 * For one caller at a time.
 *
 * <p>A float becomes an integer by cutting off its fraction; {@code NaN} becomes 0, and what is too
 * large the largest there is. Integers up to 2²⁴ pass through a float exactly, larger ones and
 * doubles are rounded to the nearest.
 */
public abstract class ArrayMemory {

  private final ArrayColumns columns;

  /** How many of the array's values may be other than zero. */
  private int filled;

  private ArrayMemory(ArrayColumns columns, int capacity) {
    this.columns = columns;
    this.filled = capacity;
  }

  /** The memory of an array, from the first byte of {@code bytes} to its capacity. */
  public static ArrayMemory of(ArrayColumns columns, ByteBuffer bytes) {
    ByteBuffer memory = bytes.duplicate().clear().order(ByteOrder.nativeOrder());
    return switch (columns.array().type()) {
      case FLOAT32 -> new Floats(columns, memory.asFloatBuffer());
      case FLOAT64 -> new Doubles(columns, memory.asDoubleBuffer());
      case INT32 -> new Ints(columns, memory.asIntBuffer());
      case INT64 -> new Longs(columns, memory.asLongBuffer());
    };
  }

  /** Takes the array's columns of the first {@code rowCount} rows; what follows becomes zeros. */
  public final void fill(float[] batch, int rowCount) {
    fill(batch, 0, rowCount);
  }

  /** The same from row {@code start} of the batch on. */
  public final void fill(float[] batch, int start, int rowCount) {
    int width = columns.width();
    int rowLength = columns.rowLength();
    int count = rowCount * width;
    if (width == rowLength) {
      put(0, batch, start * width, count);
    } else {
      for (int row = 0; row < rowCount; row++) {
        put(row * width, batch, (start + row) * rowLength + columns.first(), width);
      }
    }
    clear(count, filled);
    filled = count;
  }

  /** Gives the first {@code rowCount} rows to the array's columns of a batch. */
  public final void read(int rowCount, float[] batch) {
    read(0, rowCount, batch);
  }

  /** The same from row {@code start} of the batch on. */
  public final void read(int start, int rowCount, float[] batch) {
    int width = columns.width();
    int rowLength = columns.rowLength();
    if (width == rowLength) {
      get(0, batch, start * width, rowCount * width);
    } else {
      for (int row = 0; row < rowCount; row++) {
        get(row * width, batch, (start + row) * rowLength + columns.first(), width);
      }
    }
  }

  abstract void put(int at, float[] batch, int from, int count);

  abstract void get(int at, float[] batch, int from, int count);

  abstract void clear(int from, int to);

  private static final class Floats extends ArrayMemory {
    private final FloatBuffer values;

    Floats(ArrayColumns columns, FloatBuffer values) {
      super(columns, values.capacity());
      this.values = values;
    }

    @Override
    void put(int at, float[] batch, int from, int count) {
      values.put(at, batch, from, count);
    }

    @Override
    void get(int at, float[] batch, int from, int count) {
      values.get(at, batch, from, count);
    }

    @Override
    void clear(int from, int to) {
      for (int i = from; i < to; i++) {
        values.put(i, 0f);
      }
    }
  }

  private static final class Doubles extends ArrayMemory {
    private final DoubleBuffer values;

    Doubles(ArrayColumns columns, DoubleBuffer values) {
      super(columns, values.capacity());
      this.values = values;
    }

    @Override
    void put(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        values.put(at + i, batch[from + i]);
      }
    }

    @Override
    void get(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        batch[from + i] = (float) values.get(at + i);
      }
    }

    @Override
    void clear(int from, int to) {
      for (int i = from; i < to; i++) {
        values.put(i, 0.0);
      }
    }
  }

  private static final class Ints extends ArrayMemory {
    private final IntBuffer values;

    Ints(ArrayColumns columns, IntBuffer values) {
      super(columns, values.capacity());
      this.values = values;
    }

    @Override
    void put(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        values.put(at + i, (int) batch[from + i]);
      }
    }

    @Override
    void get(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        batch[from + i] = values.get(at + i);
      }
    }

    @Override
    void clear(int from, int to) {
      for (int i = from; i < to; i++) {
        values.put(i, 0);
      }
    }
  }

  private static final class Longs extends ArrayMemory {
    private final LongBuffer values;

    Longs(ArrayColumns columns, LongBuffer values) {
      super(columns, values.capacity());
      this.values = values;
    }

    @Override
    void put(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        values.put(at + i, (long) batch[from + i]);
      }
    }

    @Override
    void get(int at, float[] batch, int from, int count) {
      for (int i = 0; i < count; i++) {
        batch[from + i] = values.get(at + i);
      }
    }

    @Override
    void clear(int from, int to) {
      for (int i = from; i < to; i++) {
        values.put(i, 0L);
      }
    }
  }
}
