package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.engine.runtime.ArrayColumns;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.internal.c_api.TF_Tensor;

/** The inputs of one size of batch. For one caller at a time. */
final class InputTensors implements AutoCloseable {

  private final int rows;
  private final List<ArrayTensor> inputs = new ArrayList<>();
  private final TF_Tensor[] tensors;

  InputTensors(List<ArrayColumns> columns, int rows) {
    this.rows = rows;
    for (ArrayColumns input : columns) {
      inputs.add(new ArrayTensor(input, rows));
    }
    this.tensors = inputs.stream().map(ArrayTensor::tensor).toArray(TF_Tensor[]::new);
  }

  int rows() {
    return rows;
  }

  TF_Tensor[] tensors() {
    return tensors;
  }

  /** The first {@code rowCount} rows of the batch, then rows of zeros. */
  void fill(float[] batch, int rowCount) {
    for (ArrayTensor input : inputs) {
      input.memory().fill(batch, rowCount);
    }
  }

  @Override
  public void close() {
    inputs.forEach(ArrayTensor::close);
  }
}
