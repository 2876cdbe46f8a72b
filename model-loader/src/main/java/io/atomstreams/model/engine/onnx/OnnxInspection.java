package io.atomstreams.model.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks into an ONNX file with no native code: whether its graph, every graph inside it and every
 * function do nothing but compute the same from the same, with weights that are numbers and lie in
 * the file itself.
 */
final class OnnxInspection {

  /** Those of the standard and of ONNX Runtime; others would need a library of their own. */
  private static final List<String> DOMAINS = List.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

  private static final List<String> RANDOM =
      List.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  private final ModelRef ref;

  OnnxInspection(ModelRef ref) {
    this.ref = ref;
  }

  /**
   * @throws ModelException naming the first defect
   */
  void require(Path file) {
    ModelProto model = read(file);
    Set<String> functions =
        model.getFunctionsList().stream()
            .map(function -> function.getDomain())
            .collect(Collectors.toSet());
    requireGraph(model.getGraph(), functions);
    model.getFunctionsList().forEach(function -> requireNodes(function.getNodeList(), functions));
  }

  /** The arrays of numbers that the graph takes and gives; constants are none of them. */
  StatedArrays statedArrays(Path file) {
    GraphProto graph = read(file).getGraph();
    Set<String> constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return new StatedArrays(
        arrays(
            graph.getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList()),
        arrays(graph.getOutputList()));
  }

  private ModelProto read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ModelProto.parseFrom(CodedInputStream.newInstance(in));
    } catch (InvalidProtocolBufferException e) {
      throw misfit("%s is no ONNX file: %s".formatted(file.getFileName(), e.getMessage()));
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, file, e), e);
    }
  }

  private void requireGraph(GraphProto graph, Set<String> functions) {
    graph.getInitializerList().forEach(this::requireConstant);
    graph.getSparseInitializerList().forEach(this::requireSparse);
    requireNodes(graph.getNodeList(), functions);
  }

  private void requireSparse(SparseTensorProto sparse) {
    requireConstant(sparse.getValues());
    requireConstant(sparse.getIndices());
  }

  private void requireNodes(List<NodeProto> nodes, Set<String> functions) {
    for (NodeProto node : nodes) {
      String name = node.getOpType() + " (" + node.getName() + ")";
      if (!DOMAINS.contains(node.getDomain()) && !functions.contains(node.getDomain())) {
        throw misfit(
            "operation %s is of the domain %s, which ONNX Runtime does not have; export it in standard operations"
                .formatted(name, node.getDomain()));
      }
      if (RANDOM.contains(node.getOpType())) {
        throw misfit(
            "operation %s draws random numbers; the same row must give the same score"
                .formatted(name));
      }
      node.getAttributeList().forEach(attribute -> requireAttribute(name, attribute, functions));
    }
  }

  private void requireAttribute(String node, AttributeProto attribute, Set<String> functions) {
    attribute.getTensorsList().forEach(this::requireConstant);
    attribute.getGraphsList().forEach(graph -> requireGraph(graph, functions));
    attribute.getSparseTensorsList().forEach(this::requireSparse);
    if (attribute.hasT()) {
      requireConstant(attribute.getT());
    }
    if (attribute.hasG()) {
      requireGraph(attribute.getG(), functions);
    }
    if (attribute.hasSparseTensor()) {
      requireSparse(attribute.getSparseTensor());
    }
    if (attribute.getFloatsList().stream().anyMatch(value -> Float.isNaN(value))) {
      throw misfit(
          "%s of operation %s holds NaN; the training has diverged, train again"
              .formatted(attribute.getName(), node));
    }
  }

  private void requireConstant(TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw misfit(
          "constant %s lies in a file of its own; export it with all weights inside"
              .formatted(tensor.getName()));
    }
    OnnxNumbers.firstThatIsNone(tensor)
        .ifPresent(
            found -> {
              throw misfit(
                  "weight %d of constant %s is no finite number; the training has diverged, train again"
                      .formatted(found, tensor.getName()));
            });
  }

  private static List<TensorSpec> arrays(List<ValueInfoProto> values) {
    List<TensorSpec> arrays = new ArrayList<>();
    for (ValueInfoProto value : values) {
      var tensor = value.getType().getTensorType();
      List<Long> shape =
          tensor.getShape().getDimList().stream().map(OnnxInspection::length).toList();
      type(tensor.getElemType())
          .ifPresent(type -> arrays.add(new TensorSpec(value.getName(), type, shape)));
    }
    return arrays;
  }

  private static long length(Dimension axis) {
    return axis.hasDimValue() ? axis.getDimValue() : -1;
  }

  private static Optional<ElementType> type(int number) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(number);
    if (type == null) {
      return Optional.empty();
    }
    return switch (type) {
      case FLOAT -> Optional.of(ElementType.FLOAT32);
      case DOUBLE -> Optional.of(ElementType.FLOAT64);
      case INT32 -> Optional.of(ElementType.INT32);
      case INT64 -> Optional.of(ElementType.INT64);
      default -> Optional.empty();
    };
  }

  private ModelException misfit(String what) {
    return new ModelException("model " + ref + ": " + what);
  }
}
