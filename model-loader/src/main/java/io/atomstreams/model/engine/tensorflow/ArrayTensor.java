package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import java.nio.ByteBuffer;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/** An input in native memory, used for one batch after the other by one caller at a time. */
final class ArrayTensor implements AutoCloseable {

  private final TF_Tensor tensor;
  private final ArrayMemory memory;

  ArrayTensor(ArrayColumns columns, int rows) {
    this.tensor =
        TF_Tensor.allocateTensor(
            dataType(columns.array().type()), columns.shape(rows), columns.bytes(rows));
    this.memory = ArrayMemory.of(columns, bytes(tensor, columns.bytes(rows)));
  }

  /** TensorFlow's number of the type. */
  static int dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> tensorflow.TF_FLOAT;
      case FLOAT64 -> tensorflow.TF_DOUBLE;
      case INT32 -> tensorflow.TF_INT32;
      case INT64 -> tensorflow.TF_INT64;
    };
  }

  /** The memory of a tensor; not to be used after the tensor is closed. */
  static ByteBuffer bytes(TF_Tensor tensor, long length) {
    return tensorflow.TF_TensorData(tensor).capacity(length).asByteBuffer();
  }

  TF_Tensor tensor() {
    return tensor;
  }

  ArrayMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
