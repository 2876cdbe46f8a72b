package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto.Dim;

/** The arrays of a SavedModel's serving signature, by name. */
final class StatedTensors {

  private StatedTensors() {}

  /**
   * Empty if the SavedModel has no signature that is served.
   *
   * @throws ModelException if it cannot be read, or an array has a type that is not run
   */
  static Optional<StatedArrays> find(ModelRef ref, Path artifacts) {
    MetaGraphDef meta = new SavedModelInspection(ref).serving(artifacts);
    return Optional.ofNullable(meta.getSignatureDefMap().get(SavedSignature.KEY))
        .map(signature -> of(ref, signature));
  }

  private static StatedArrays of(ModelRef ref, SignatureDef signature) {
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
    return SavedSignature.type(tensor.getDtype())
        .orElseThrow(
            () ->
                new ModelException(
                    "model %s: array %s is %s; numbers of 32 or 64 bits are run"
                        .formatted(ref, name, tensor.getDtype())));
  }
}
