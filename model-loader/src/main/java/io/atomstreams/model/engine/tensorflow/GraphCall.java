package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.ArrayMemory;
import io.atomstreams.model.engine.runtime.NativeCall;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.SignatureDef;

/**
 * The way through a graph: from the promised inputs to the promised outputs. A call costs some 60
 * µs and then about 0.25 µs per row of a small network: batches of 64 and more are what it is for.
 * DJL runs the session on TensorFlow's own tensors; its arrays would copy each batch into a tensor
 * of the eager runtime and back, at a third of the call.
 *
 * <p>A batch is padded with rows of zeros to a multiple of 48. TensorFlow multiplies a single row
 * with another kernel than several and left-over rows of a block with another than whole blocks; it
 * computes logarithms and exponentials four to sixteen values at a time, and left-over values with
 * another polynomial. Each would give a row other low bits by its place and its neighbours. In
 * whole blocks nothing is left over, and the padding costs less than the call.
 *
 * <p>The outputs' tensors are freed before a call returns, whatever comes of it. The inputs' are
 * kept for the next call: there are as many as there were callers at once. Thread-safe.
 */
final class GraphCall implements NativeCall {

  private static final TF_Operation[] NO_TARGETS = {};

  /** A multiple of 16 (values per vector instruction) and of 24 and 48 (rows per matrix block). */
  private static final int ROWS_PER_STEP = 48;

  private final ModelRef ref;
  private final ai.djl.Model opened;
  private final SavedModelBundle bundle;
  private final List<ArrayColumns> inputs;
  private final List<ArrayColumns> outputs;
  private final GraphPoints from;
  private final GraphPoints to;
  private final Queue<InputTensors> idle = new ConcurrentLinkedQueue<>();

  /** For a model that {@link SavedSignature} has let pass. Closes it in the end. */
  GraphCall(ModelRef ref, ModelSignature signature, ai.djl.Model opened) {
    this.ref = ref;
    this.opened = opened;
    this.bundle = ((TfSymbolBlock) opened.getBlock()).getSavedModelBundle();
    this.inputs = ArrayColumns.ofInputs(signature);
    this.outputs = ArrayColumns.ofOutputs(signature);
    SignatureDef serving = SavedSignature.serving(ref, bundle);
    this.from = GraphPoints.of(bundle, inputs, serving.getInputsMap());
    this.to = GraphPoints.of(bundle, outputs, serving.getOutputsMap());
  }

  @Override
  public void run(float[] rows, int rowCount, float[] out) {
    int padded = (rowCount + ROWS_PER_STEP - 1) / ROWS_PER_STEP * ROWS_PER_STEP;
    InputTensors tensors = take(padded);
    try {
      tensors.fill(rows, rowCount);
      TF_Tensor[] results = call(tensors.tensors());
      try {
        for (int i = 0; i < results.length; i++) {
          read(results[i], outputs.get(i), padded, rowCount, out);
        }
      } finally {
        for (TF_Tensor result : results) {
          result.close();
        }
      }
    } finally {
      idle.add(tensors);
    }
  }

  private InputTensors take(int paddedRows) {
    InputTensors tensors = idle.poll();
    if (tensors != null && tensors.rows() == paddedRows) {
      return tensors;
    }
    if (tensors != null) {
      tensors.close();
    }
    return new InputTensors(inputs, paddedRows);
  }

  private TF_Tensor[] call(TF_Tensor[] tensors) {
    try {
      return JavacppUtils.runSession(
          bundle.getSession(),
          null,
          tensors,
          from.operations(),
          from.indices(),
          to.operations(),
          to.indices(),
          NO_TARGETS);
    } catch (RuntimeException e) {
      throw new ModelException(
          "model " + ref + ": TensorFlow cannot run the graph: " + e.getMessage(), e);
    }
  }

  private void read(TF_Tensor result, ArrayColumns output, int padded, int rowCount, float[] out) {
    long bytes = output.bytes(padded);
    if (tensorflow.TF_TensorType(result) != ArrayTensor.dataType(output.array().type())
        || tensorflow.TF_TensorByteSize(result) != bytes) {
      throw new ModelException(
          "model %s: output %s has shape %s for %d rows; %s is promised"
              .formatted(
                  ref,
                  output.array().name(),
                  Arrays.toString(shape(result)),
                  padded,
                  output.array()));
    }
    ArrayMemory.of(output, ArrayTensor.bytes(result, bytes)).read(rowCount, out);
  }

  private static long[] shape(TF_Tensor tensor) {
    long[] shape = new long[tensorflow.TF_NumDims(tensor)];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = tensorflow.TF_Dim(tensor, axis);
    }
    return shape;
  }

  @Override
  public void close() {
    for (InputTensors tensors = idle.poll(); tensors != null; tensors = idle.poll()) {
      tensors.close();
    }
    opened.close();
  }
}
