package io.atomstreams.model.onnx;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Network;
import java.util.Map;

/**
 * A trained network as an ONNX file: the same formula, names, types and shapes as its SavedModel,
 * with the whole way from the raw row inside. Results differ from TensorFlow's by rounding, below
 * 1e-5.
 */
public final class OnnxNetwork {

  /** What the file is called. */
  public static final String FILE = "model.onnx";

  private OnnxNetwork() {}

  /** The file's bytes; the same network gives the same. */
  public static byte[] bytes(Network network) {
    OnnxGraph graph = new OnnxGraph(network.architecture().name());
    TensorSpec input = network.architecture().input();
    graph.input(input);
    OnnxOperations operations = new OnnxOperations(graph, network.weights());
    Map<String, OnnxOperations.Value> results =
        network.define(operations, new OnnxOperations.Value(input.name(), input.type()));
    for (TensorSpec output : network.outputs()) {
      graph.output(output, results.get(output.name()).name());
    }
    return graph.toBytes();
  }
}
