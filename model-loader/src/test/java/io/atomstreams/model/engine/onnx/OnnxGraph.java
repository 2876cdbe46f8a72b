package io.atomstreams.model.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** An ONNX graph, written node by node; a value is known by its name. */
final class OnnxGraph {

  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 17;
  private static final int ML_OPERATORS = 3;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  String input(TensorSpec array) {
    graph.addInput(valueInfo(array));
    return array.name();
  }

  void output(TensorSpec array) {
    graph.addOutput(valueInfo(array));
  }

  void output(ValueInfoProto value) {
    graph.addOutput(value);
  }

  String floats(float[] values, long... shape) {
    TensorProto.Builder tensor = constant(TensorProto.DataType.FLOAT, shape);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return add(tensor);
  }

  String longs(long... values) {
    TensorProto.Builder tensor = constant(TensorProto.DataType.INT64, values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return add(tensor);
  }

  private TensorProto.Builder constant(TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    for (long length : shape) {
      tensor.addDims(length);
    }
    return tensor.setName("constant_" + graph.getInitializerCount());
  }

  private String add(TensorProto.Builder tensor) {
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** A node of one value, named by the graph. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String name = operator.toLowerCase(Locale.ROOT) + "_" + graph.getNodeCount();
    named(name, operator, inputs, attributes);
    return name;
  }

  /** A node of one value of this name. */
  void named(String name, String operator, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .setDomain(operator.equals("ZipMap") ? "ai.onnx.ml" : "")
            .addAllInput(inputs)
            .addOutput(name)
            .addAllAttribute(List.of(attributes)));
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto to(ElementType type) {
    return attribute("to", dataType(type).getNumber());
  }

  private static TensorProto.DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT;
      case FLOAT64 -> TensorProto.DataType.DOUBLE;
      case INT32 -> TensorProto.DataType.INT32;
      case INT64 -> TensorProto.DataType.INT64;
    };
  }

  private static ValueInfoProto valueInfo(TensorSpec array) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : array.shape()) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(length == -1 ? axis.setDimParam("rows") : axis.setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(array.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(dataType(array.type()).getNumber())
                        .setShape(shape)))
        .build();
  }

  void write(Path directory) {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(ML_OPERATORS))
            .setGraph(graph)
            .build();
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(OnnxEngine.MODEL_FILE), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
