package io.atomstreams.model.engine.tensorflow;

import ai.djl.ndarray.types.Shape;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import ai.djl.util.Pair;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.SignatureDef;

/**
 * The way through a graph: from the promised input to the promised output. DJL runs the session on
 * TensorFlow's own tensors; its arrays would copy each batch into a tensor of the eager runtime and
 * back, at a third of the call.
 *
 * <p>The output's tensor is freed before a call returns, whatever comes of it. The input's is kept
 * for the next call: there are as many as there were callers at once. Thread-safe.
 */
final class GraphCall implements AutoCloseable {

  private static final TF_Operation[] NO_TARGETS = {};

  private final ModelRef ref;
  private final ModelSignature signature;
  private final SavedModelBundle bundle;
  private final TF_Operation[] inputs;
  private final int[] inputIndices;
  private final TF_Operation[] outputs;
  private final int[] outputIndices;
  private final Queue<InputTensor> idle = new ConcurrentLinkedQueue<>();

  /** For a model that {@link SignatureCheck} has let pass. */
  GraphCall(ModelRef ref, ModelSignature signature, SavedModelBundle bundle) {
    this.ref = ref;
    this.signature = signature;
    this.bundle = bundle;
    SignatureDef serving = bundle.getMetaGraphDef().getSignatureDefOrThrow(SignatureCheck.KEY);
    Pair<TF_Operation, Integer> input =
        find(serving.getInputsOrThrow(signature.inputs().get(0).name()).getName());
    this.inputs = new TF_Operation[] {input.getKey()};
    this.inputIndices = new int[] {input.getValue()};
    Pair<TF_Operation, Integer> output =
        find(serving.getOutputsOrThrow(signature.outputs().get(0).name()).getName());
    this.outputs = new TF_Operation[] {output.getKey()};
    this.outputIndices = new int[] {output.getValue()};
  }

  private Pair<TF_Operation, Integer> find(String tensor) {
    return JavacppUtils.getGraphOperationByName(bundle.getGraph(), tensor);
  }

  /**
   * Runs the graph on {@code rowCount} rows and then rows of zeros up to {@code paddedRows}.
   *
   * @param out receives {@code rowCount} values
   */
  void run(float[] rows, int rowCount, int paddedRows, float[] out) {
    InputTensor input = take(paddedRows);
    try {
      input.fill(rows, rowCount * signature.featureCount());
      try (TF_Tensor output = call(input.tensor())) {
        requireOneValuePerRow(output, paddedRows);
        InputTensor.values(output, paddedRows).get(out, 0, rowCount);
      }
    } finally {
      idle.add(input);
    }
  }

  private InputTensor take(int paddedRows) {
    InputTensor input = idle.poll();
    if (input != null && input.rows() == paddedRows) {
      return input;
    }
    if (input != null) {
      input.close();
    }
    return new InputTensor(paddedRows, signature.featureCount());
  }

  private TF_Tensor call(TF_Tensor input) {
    TF_Tensor[] results =
        JavacppUtils.runSession(
            bundle.getSession(),
            null,
            new TF_Tensor[] {input},
            inputs,
            inputIndices,
            outputs,
            outputIndices,
            NO_TARGETS);
    return results[0];
  }

  private void requireOneValuePerRow(TF_Tensor output, int rows) {
    if (tensorflow.TF_TensorElementCount(output) != rows) {
      long[] shape = new long[tensorflow.TF_NumDims(output)];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = tensorflow.TF_Dim(output, axis);
      }
      throw new ModelException(
          "model "
              + ref
              + ": output "
              + signature.outputs().get(0).name()
              + " has shape "
              + new Shape(shape)
              + " for "
              + rows
              + " rows; one value per row is needed");
    }
  }

  /** Frees the inputs' tensors. No call may be running. */
  @Override
  public void close() {
    for (InputTensor input = idle.poll(); input != null; input = idle.poll()) {
      input.close();
    }
  }
}
