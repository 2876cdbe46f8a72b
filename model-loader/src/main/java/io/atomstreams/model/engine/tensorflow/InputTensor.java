package io.atomstreams.model.engine.tensorflow;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/** A matrix in native memory, used for one batch after the other by one caller at a time. */
final class InputTensor implements AutoCloseable {

  private final int rows;
  private final TF_Tensor tensor;
  private final FloatBuffer values;

  /** How many of the values may be other than zero. */
  private int filled;

  InputTensor(int rows, int columns) {
    this.rows = rows;
    this.tensor =
        TF_Tensor.allocateTensor(
            tensorflow.TF_FLOAT, new long[] {rows, columns}, (long) rows * columns * Float.BYTES);
    this.values = values(tensor, rows * columns);
    this.filled = rows * columns;
  }

  /** The memory of a tensor of this many floats; not to be used after the tensor is closed. */
  static FloatBuffer values(TF_Tensor tensor, int count) {
    return tensorflow.TF_TensorData(tensor)
        .capacity((long) count * Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  int rows() {
    return rows;
  }

  TF_Tensor tensor() {
    return tensor;
  }

  /** The first {@code count} floats of {@code source}, then zeros. */
  void fill(float[] source, int count) {
    values.put(0, source, 0, count);
    for (int i = count; i < filled; i++) {
      values.put(i, 0f);
    }
    filled = count;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
