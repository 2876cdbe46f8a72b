package io.atomstreams.pipelines.bench.crayfish;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.onnx.OnnxEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The network as an ONNX file: {@code Gemm} and {@code Relu} in turn, then {@code Softmax}. */
final class OnnxNetwork {

  private static final int FORMAT = 8;
  private static final int OPERATORS = 17;

  private OnnxNetwork() {}

  static void write(ImageNetwork network, Path directory) {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
            .setGraph(graph(network))
            .build();
    try {
      Files.write(directory.resolve(OnnxEngine.MODEL_FILE), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory.resolve(OnnxEngine.MODEL_FILE), e);
    }
  }

  private static GraphProto graph(ImageNetwork network) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("crayfish")
            .addInput(array(ImageNetwork.input()))
            .addOutput(array(ImageNetwork.output()));
    String values = ImageNetwork.input().name();
    for (int i = 0; i < network.layers().size(); i++) {
      String sums = dense(graph, network.layers().get(i), i, values);
      boolean last = i == network.layers().size() - 1;
      values = last ? ImageNetwork.output().name() : "hidden_" + i;
      graph.addNode(node(last ? "Softmax" : "Relu", List.of(sums), values));
    }
    return graph.build();
  }

  private static String dense(
      GraphProto.Builder graph, ImageNetwork.Layer layer, int number, String values) {
    String kernel = "kernel_" + number;
    String bias = "bias_" + number;
    String sums = "sums_" + number;
    graph.addInitializer(constant(kernel, layer.kernel(), layer.inputs(), layer.outputs()));
    graph.addInitializer(constant(bias, layer.bias(), layer.outputs()));
    graph.addNode(node("Gemm", List.of(values, kernel, bias), sums));
    return sums;
  }

  private static NodeProto node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(operator)
        .addAllInput(inputs)
        .addOutput(output)
        .build();
  }

  private static TensorProto constant(String name, float[] values, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (long length : shape) {
      tensor.addDims(length);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  private static ValueInfoProto array(TensorSpec spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : spec.shape()) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(length == -1 ? axis.setDimParam("rows") : axis.setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(spec.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
