package io.atomstreams.model.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The inputs of one size of batch, in direct memory. For one caller at a time. */
final class ScriptInputs {

  private final List<ArrayColumns> columns;
  private final int rows;
  private final List<ByteBuffer> bytes = new ArrayList<>();
  private final List<ArrayMemory> memory = new ArrayList<>();

  ScriptInputs(List<ArrayColumns> columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    for (ArrayColumns input : columns) {
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(Math.toIntExact(input.bytes(rows)))
              .order(ByteOrder.nativeOrder());
      bytes.add(buffer);
      memory.add(ArrayMemory.of(input, buffer));
    }
  }

  /** DJL's word for the type. */
  static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.FLOAT32;
      case FLOAT64 -> DataType.FLOAT64;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
    };
  }

  /** {@code count} rows of the batch, then rows of zeros, until the scope closes. */
  NDList fill(float[] batch, int start, int count, NDManager scope) {
    NDList arrays = new NDList();
    for (int i = 0; i < columns.size(); i++) {
      memory.get(i).fill(batch, start, count);
      ArrayColumns input = columns.get(i);
      NDArray array =
          scope.create(
              bytes.get(i).duplicate().order(ByteOrder.nativeOrder()),
              new Shape(input.shape(rows)),
              dataType(input.array().type()));
      arrays.add(array);
    }
    return arrays;
  }
}
