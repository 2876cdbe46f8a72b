package io.atomstreams.model.engine.runtime;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns of a flat batch belong to a named array.
 *
 * @param array the array
 * @param first the first of its columns, from 0
 * @param rowLength the number of columns of all arrays together
 */
public record ArrayColumns(TensorSpec array, int first, int rowLength) {

  /** Of each input, in order. */
  public static List<ArrayColumns> ofInputs(ModelSignature signature) {
    return of(signature.inputs(), signature.featureCount());
  }

  /** Of each output, in order. */
  public static List<ArrayColumns> ofOutputs(ModelSignature signature) {
    return of(signature.outputs(), signature.outputWidth());
  }

  private static List<ArrayColumns> of(List<TensorSpec> arrays, int rowLength) {
    List<ArrayColumns> columns = new ArrayList<>();
    int first = 0;
    for (TensorSpec array : arrays) {
      columns.add(new ArrayColumns(array, first, rowLength));
      first += array.width();
    }
    return List.copyOf(columns);
  }

  /** How many columns there are. */
  public int width() {
    return array.width();
  }

  /** The length of each axis for a batch of this many rows. */
  public long[] shape(int rowCount) {
    long[] shape = new long[array.shape().size()];
    shape[0] = rowCount;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = array.shape().get(axis);
    }
    return shape;
  }

  /** How many bytes the array takes for a batch of this many rows. */
  public long bytes(int rowCount) {
    int each =
        switch (array.type()) {
          case FLOAT32, INT32 -> 4;
          case FLOAT64, INT64 -> 8;
        };
    return (long) each * width() * rowCount;
  }
}
