package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import ai.djl.util.Pair;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import java.util.List;
import java.util.Map;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.proto.TensorInfo;

/** Where arrays enter or leave a graph: each an operation and which of its values. */
record GraphPoints(TF_Operation[] operations, int[] indices) {

  static GraphPoints of(
      SavedModelBundle bundle, List<ArrayColumns> arrays, Map<String, TensorInfo> tensors) {
    TF_Operation[] operations = new TF_Operation[arrays.size()];
    int[] indices = new int[operations.length];
    for (int i = 0; i < operations.length; i++) {
      String tensor = tensors.get(arrays.get(i).array().name()).getName();
      Pair<TF_Operation, Integer> point =
          JavacppUtils.getGraphOperationByName(bundle.getGraph(), tensor);
      operations[i] = point.getKey();
      indices[i] = point.getValue();
    }
    return new GraphPoints(operations, indices);
  }
}
