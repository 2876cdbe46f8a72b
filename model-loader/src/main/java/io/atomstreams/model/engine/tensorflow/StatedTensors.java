package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto.Dim;

/** The arrays of a SavedModel's serving signature, by name. */
final class StatedTensors {

  private StatedTensors() {}

  static StatedArrays of(ModelRef ref, SignatureDef signature) {
    return new StatedArrays(
        specs(ref, signature.getInputsMap()), specs(ref, signature.getOutputsMap()));
  }

  private static List<TensorSpec> specs(ModelRef ref, Map<String, TensorInfo> tensors) {
    return new TreeMap<>(tensors)
        .entrySet().stream()
            .map(
                entry ->
                    new TensorSpec(
                        entry.getKey(),
                        type(ref, entry.getKey(), entry.getValue()),
                        entry.getValue().getTensorShape().getDimList().stream()
                            .map(Dim::getSize)
                            .toList()))
            .toList();
  }

  private static ElementType type(ModelRef ref, String name, TensorInfo tensor) {
    return switch (tensor.getDtype()) {
      case DT_FLOAT -> ElementType.FLOAT32;
      case DT_DOUBLE -> ElementType.FLOAT64;
      case DT_INT32 -> ElementType.INT32;
      case DT_INT64 -> ElementType.INT64;
      default ->
          throw new ModelException(
              "model %s: array %s is %s; numbers of 32 or 64 bits are run"
                  .formatted(ref, name, tensor.getDtype()));
    };
  }
}
