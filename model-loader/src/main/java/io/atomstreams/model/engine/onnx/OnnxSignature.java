package io.atomstreams.model.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.runtime.ArrayColumns;
import io.atomstreams.model.engine.runtime.FoundArray;
import io.atomstreams.model.engine.runtime.FoundSignature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inputs and outputs of a session, in the words of a signature. */
final class OnnxSignature {

  private static final String NO_ZIP_MAP =
      "a classifier's probabilities must be one array: export it with zipmap=False";
  private static final String NUMBERS =
      "engine onnx runs float, double, int32 and int64: export it as one of them, or leave it out";

  private OnnxSignature() {}

  static FoundSignature of(OrtSession session) throws OrtException {
    return new FoundSignature(
        "the ONNX model", arrays(session.getInputInfo()), arrays(session.getOutputInfo()));
  }

  /**
   * The columns of the outputs, with as many axes as the session says: one value a row is promised
   * with one axis, and may come with more.
   */
  static List<ArrayColumns> outputs(ModelSignature promised, OrtSession session)
      throws OrtException {
    Map<String, FoundArray> found = arrays(session.getOutputInfo());
    return ArrayColumns.ofOutputs(promised).stream()
        .map(
            columns ->
                found
                    .get(columns.array().name())
                    .shape()
                    .filter(shape -> columns.width() == 1)
                    .map(shape -> withAxes(columns, shape.size()))
                    .orElse(columns))
        .toList();
  }

  private static ArrayColumns withAxes(ArrayColumns columns, int axes) {
    List<Long> shape = new ArrayList<>(Collections.nCopies(axes, 1L));
    shape.set(0, -1L);
    TensorSpec array = columns.array();
    return new ArrayColumns(
        new TensorSpec(array.name(), array.type(), shape), columns.first(), columns.rowLength());
  }

  private static Map<String, FoundArray> arrays(Map<String, NodeInfo> nodes) {
    Map<String, FoundArray> arrays = new HashMap<>();
    nodes.forEach((name, node) -> arrays.put(name, array(node)));
    return arrays;
  }

  private static FoundArray array(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return FoundArray.other(node.getInfo().toString(), NO_ZIP_MAP);
    }
    Optional<List<Long>> shape = shape(tensor);
    return type(tensor.type)
        .map(type -> FoundArray.of(type, type.name(), shape))
        .orElseGet(() -> FoundArray.other(tensor.type.name(), NUMBERS));
  }

  /** ONNX Runtime gives no axes for an array whose rank is unknown. */
  private static Optional<List<Long>> shape(TensorInfo tensor) {
    long[] shape = tensor.getShape();
    return shape.length == 0
        ? Optional.empty()
        : Optional.of(Arrays.stream(shape).boxed().toList());
  }

  private static Optional<ElementType> type(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> Optional.of(ElementType.FLOAT32);
      case DOUBLE -> Optional.of(ElementType.FLOAT64);
      case INT32 -> Optional.of(ElementType.INT32);
      case INT64 -> Optional.of(ElementType.INT64);
      default -> Optional.empty();
    };
  }
}
