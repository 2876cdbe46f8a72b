package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs and outputs of a batch, which ONNX Runtime reads and writes where they are. For one
 * caller at a time.
 */
final class OnnxArrays implements AutoCloseable {

  private final List<OnnxArray> inputs;
  private final List<OnnxArray> outputs;

  OnnxArrays(List<ArrayColumns> inputs, List<ArrayColumns> outputs) {
    this.inputs = inputs.stream().map(OnnxArray::new).toList();
    this.outputs = outputs.stream().map(OnnxArray::new).toList();
  }

  /** Runs {@code rowCount} rows of the batch and then rows of zeros up to {@code paddedRows}. */
  void run(OrtSession session, float[] batch, int rowCount, int paddedRows, float[] out)
      throws OrtException {
    fit(inputs, paddedRows);
    fit(outputs, paddedRows);
    for (OnnxArray input : inputs) {
      input.memory().fill(batch, rowCount);
    }
    session.run(tensors(inputs), tensors(outputs)).close();
    for (OnnxArray output : outputs) {
      output.memory().read(rowCount, out);
    }
  }

  private static void fit(List<OnnxArray> arrays, int rows) throws OrtException {
    for (OnnxArray array : arrays) {
      array.fit(rows);
    }
  }

  private static Map<String, OnnxTensor> tensors(List<OnnxArray> arrays) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (OnnxArray array : arrays) {
      tensors.put(array.name(), array.tensor());
    }
    return tensors;
  }

  @Override
  public void close() {
    inputs.forEach(OnnxArray::close);
    outputs.forEach(OnnxArray::close);
  }
}
