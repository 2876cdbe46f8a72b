package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Rows of floats as a tensor of the type and shape of an input. */
final class InputBatch {

  private InputBatch() {}

  /** Close it: it holds native memory. */
  static Tensor of(TensorSpec input, int rowCount, float[] values) {
    long[] lengths = input.shape().stream().mapToLong(Long::longValue).toArray();
    lengths[0] = rowCount;
    Shape shape = Shape.of(lengths);
    return switch (input.type()) {
      case FLOAT32 -> TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
      case FLOAT64 -> TFloat64.tensorOf(shape, DataBuffers.of(doubles(values)));
      case INT32 -> TInt32.tensorOf(shape, DataBuffers.of(ints(values)));
      case INT64 -> TInt64.tensorOf(shape, DataBuffers.of(longs(values)));
    };
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static int[] ints(float[] values) {
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
    }
    return whole;
  }

  private static long[] longs(float[] values) {
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (long) values[i];
    }
    return whole;
  }
}
