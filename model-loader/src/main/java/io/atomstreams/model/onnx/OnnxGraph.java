package io.atomstreams.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;

/** An ONNX graph being written: operations of set 17, those of trees of set 3. */
final class OnnxGraph {

  /** The domain of trees. */
  static final String TREES = "ai.onnx.ml";

  private static final long OPERATIONS = 17;
  private static final long TREE_OPERATIONS = 3;
  private static final long FORMAT = 8;
  private static final String BATCH = "batch";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private boolean hasTrees;
  private int values;

  OnnxGraph(String name) {
    graph.setName(name);
  }

  static int dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT.getNumber();
      case FLOAT64 -> TensorProto.DataType.DOUBLE.getNumber();
      case INT32 -> TensorProto.DataType.INT32.getNumber();
      case INT64 -> TensorProto.DataType.INT64.getNumber();
    };
  }

  private String fresh() {
    values++;
    return "v" + values;
  }

  void input(TensorSpec spec) {
    graph.addInput(info(spec));
  }

  /** Gives a value out under the name of {@code spec}. */
  void output(TensorSpec spec, String value) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(spec.name()));
    graph.addOutput(info(spec));
  }

  private static ValueInfoProto info(TensorSpec spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : spec.shape()) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(length == -1 ? axis.setDimParam(BATCH) : axis.setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(spec.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(dataType(spec.type()))
                        .setShape(shape)))
        .build();
  }

  /** A node with one result, whose name is returned. */
  String node(String type, List<String> inputs, AttributeProto... attributes) {
    return node(type, "", inputs, attributes);
  }

  /** A node of the domain of trees. */
  String treeNode(String type, List<String> inputs, AttributeProto... attributes) {
    hasTrees = true;
    return node(type, TREES, inputs, attributes);
  }

  private String node(
      String type, String domain, List<String> inputs, AttributeProto... attributes) {
    String result = fresh();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setDomain(domain)
            .addAllInput(inputs)
            .addAllAttribute(List.of(attributes))
            .addOutput(result));
    return result;
  }

  /** The numbers of {@code value} in the type and shape of {@code spec}. */
  String shaped(String value, TensorSpec spec) {
    String typed = node("Cast", List.of(value), number("to", dataType(spec.type())));
    double[] shape = spec.shape().stream().mapToDouble(Long::doubleValue).toArray();
    return node(
        "Reshape", List.of(typed, constant(ElementType.INT64, List.of(shape.length), shape)));
  }

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto numbers(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto texts(String name, List<String> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  static AttributeProto tensor(String name, ElementType type, double... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.TENSOR)
        .setT(tensor(type, List.of(values.length), values).setName(name))
        .build();
  }

  /** A constant array under a name of its own. */
  String constant(ElementType type, List<Integer> shape, double... values) {
    return constant(fresh(), type, shape, values);
  }

  /** A constant array under this name. */
  String constant(String name, ElementType type, List<Integer> shape, double... values) {
    graph.addInitializer(tensor(type, shape, values).setName(name));
    return name;
  }

  private static TensorProto.Builder tensor(
      ElementType type, List<Integer> shape, double... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(dataType(type));
    shape.forEach(tensor::addDims);
    for (double value : values) {
      switch (type) {
        case FLOAT32 -> tensor.addFloatData((float) value);
        case FLOAT64 -> tensor.addDoubleData(value);
        case INT32 -> tensor.addInt32Data((int) value);
        case INT64 -> tensor.addInt64Data((long) value);
      }
    }
    return tensor;
  }

  /** The file's bytes; the same calls give the same. */
  byte[] toBytes() {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("atom-streams")
            .setGraph(graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATIONS));
    if (hasTrees) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder().setDomain(TREES).setVersion(TREE_OPERATIONS));
    }
    return model.build().toByteArray();
  }
}
