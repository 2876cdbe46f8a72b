package io.atomstreams.model.engine.tensorflow;

import ai.djl.tensorflow.engine.SavedModelBundle;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.runtime.FoundArray;
import io.atomstreams.model.engine.runtime.FoundSignature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The signature inside a SavedModel, in the words of a manifest's. */
final class SavedSignature {

  static final String KEY = "serving_default";
  private static final String NUMBERS =
      "engine tensorflow runs DT_FLOAT, DT_DOUBLE, DT_INT32 and DT_INT64: export it as one of them";

  private SavedSignature() {}

  /**
   * @throws ModelException if there is no signature {@link #KEY}
   */
  static SignatureDef serving(ModelRef ref, SavedModelBundle bundle) {
    Map<String, SignatureDef> found = bundle.getMetaGraphDef().getSignatureDefMap();
    SignatureDef signature = found.get(KEY);
    if (signature == null) {
      throw new ModelException(
          "model %s: the SavedModel has no signature %s, it has %s"
              .formatted(ref, KEY, found.keySet()));
    }
    return signature;
  }

  static FoundSignature of(SignatureDef serving) {
    return new FoundSignature(
        "the SavedModel", arrays(serving.getInputsMap()), arrays(serving.getOutputsMap()));
  }

  private static Map<String, FoundArray> arrays(Map<String, TensorInfo> tensors) {
    Map<String, FoundArray> arrays = new HashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, array(tensor)));
    return arrays;
  }

  private static FoundArray array(TensorInfo tensor) {
    String typeName = tensor.getDtype().name();
    return type(tensor.getDtype())
        .map(type -> FoundArray.of(type, typeName, shape(tensor.getTensorShape())))
        .orElseGet(() -> FoundArray.other(typeName, NUMBERS));
  }

  private static Optional<List<Long>> shape(TensorShapeProto shape) {
    return shape.getUnknownRank()
        ? Optional.empty()
        : Optional.of(shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList());
  }

  static Optional<ElementType> type(DataType type) {
    return switch (type) {
      case DT_FLOAT -> Optional.of(ElementType.FLOAT32);
      case DT_DOUBLE -> Optional.of(ElementType.FLOAT64);
      case DT_INT32 -> Optional.of(ElementType.INT32);
      case DT_INT64 -> Optional.of(ElementType.INT64);
      default -> Optional.empty();
    };
  }
}
