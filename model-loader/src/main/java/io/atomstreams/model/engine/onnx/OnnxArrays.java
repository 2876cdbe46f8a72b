package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs and outputs of one size of batch in direct memory, which ONNX Runtime reads and writes
 * where it is. For one caller at a time.
 */
final class OnnxArrays implements AutoCloseable {

  /** Some kernels treat what stands before a whole vector otherwise: every array begins on one. */
  private static final int ALIGNMENT = 64;

  private final int rows;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
  private final List<ArrayMemory> inputMemory = new ArrayList<>();
  private final List<ArrayMemory> outputMemory = new ArrayList<>();

  private OnnxArrays(int rows) {
    this.rows = rows;
  }

  static OnnxArrays allocate(List<ArrayColumns> inputs, List<ArrayColumns> outputs, int rows)
      throws OrtException {
    OnnxArrays arrays = new OnnxArrays(rows);
    try {
      for (ArrayColumns input : inputs) {
        arrays.inputMemory.add(allocate(input, rows, arrays.inputs));
      }
      for (ArrayColumns output : outputs) {
        arrays.outputMemory.add(allocate(output, rows, arrays.outputs));
      }
      return arrays;
    } catch (OrtException | RuntimeException | Error e) {
      arrays.close();
      throw e;
    }
  }

  private static ArrayMemory allocate(
      ArrayColumns columns, int rows, Map<String, OnnxTensor> tensors) throws OrtException {
    int bytes = Math.toIntExact(columns.bytes(rows));
    ByteBuffer memory = aligned(bytes);
    OnnxTensor tensor =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), memory, columns.shape(rows), type(columns));
    tensors.put(columns.array().name(), tensor);
    return ArrayMemory.of(columns, memory);
  }

  private static ByteBuffer aligned(int bytes) {
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT - 1);
    int over = memory.alignmentOffset(0, ALIGNMENT);
    return memory.slice(over == 0 ? 0 : ALIGNMENT - over, bytes).order(ByteOrder.nativeOrder());
  }

  private static OnnxJavaType type(ArrayColumns columns) {
    return switch (columns.array().type()) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
    };
  }

  int rows() {
    return rows;
  }

  void run(OrtSession session, float[] batch, int rowCount, float[] out) throws OrtException {
    for (ArrayMemory input : inputMemory) {
      input.fill(batch, rowCount);
    }
    session.run(inputs, outputs).close();
    for (ArrayMemory output : outputMemory) {
      output.read(rowCount, out);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }
}
