package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One array in direct memory that is kept for the next batch and grows with the largest; a tensor
 * is made anew on it whenever the number of rows changes.
 */
final class OnnxArray implements AutoCloseable {

  /** Some kernels treat what stands before a whole vector otherwise: every array begins on one. */
  private static final int ALIGNMENT = 64;

  private final ArrayColumns columns;
  private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
  private ArrayMemory memory;
  private OnnxTensor tensor;
  private int rows;

  OnnxArray(ArrayColumns columns) {
    this.columns = columns;
    this.memory = ArrayMemory.of(columns, bytes);
  }

  String name() {
    return columns.array().name();
  }

  OnnxTensor tensor() {
    return tensor;
  }

  ArrayMemory memory() {
    return memory;
  }

  /** Makes the tensor one of this many rows. */
  void fit(int rowCount) throws OrtException {
    if (rowCount == rows) {
      return;
    }
    close();
    int length = Math.toIntExact(columns.bytes(rowCount));
    if (length > bytes.capacity()) {
      bytes = aligned(length);
      memory = ArrayMemory.of(columns, bytes);
    }
    tensor =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(),
            bytes.slice(0, length).order(ByteOrder.nativeOrder()),
            columns.shape(rowCount),
            type());
    rows = rowCount;
  }

  private static ByteBuffer aligned(int length) {
    ByteBuffer memory = ByteBuffer.allocateDirect(length + ALIGNMENT - 1);
    int over = memory.alignmentOffset(0, ALIGNMENT);
    return memory.slice(over == 0 ? 0 : ALIGNMENT - over, length);
  }

  private OnnxJavaType type() {
    return switch (columns.array().type()) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
    };
  }

  @Override
  public void close() {
    rows = 0;
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
