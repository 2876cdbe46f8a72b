package io.atomstreams.model.training;

import com.google.protobuf.CodedOutputStream;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.network.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A trained network as a SavedModel whose weights are constants: nothing to restore, one file, and
 * the whole way from the raw row to the results inside. Tag {@code serve}, signature {@code
 * serving_default}; the same network gives the same bytes.
 */
final class FrozenGraph {

  private static final String FILE = "saved_model.pb";
  private static final String TAG = "serve";
  private static final String SIGNATURE = "serving_default";
  private static final String METHOD = "tensorflow/serving/predict";

  private FrozenGraph() {}

  static void write(Network network, Path directory) {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG))
            .setGraphDef(graph(network))
            .putSignatureDef(SIGNATURE, signature(network))
            .build();
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    try {
      Files.createDirectories(directory);
      try (OutputStream out = Files.newOutputStream(directory.resolve(FILE))) {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.useDeterministicSerialization();
        model.writeTo(coded);
        coded.flush();
      }
    } catch (IOException e) {
      throw new ModelException("cannot write " + directory.resolve(FILE) + ": " + e, e);
    }
  }

  private static GraphDef graph(Network network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TensorSpec input = network.architecture().input();
      Output<?> raw = placeholder(tf.withName(input.name()), input);
      Map<String, Output<?>> results = define(tf, network, raw);
      for (TensorSpec output : network.outputs()) {
        tf.withName(output.name()).identity(results.get(output.name()));
      }
      return graph.toGraphDef();
    }
  }

  /** All of a network behind an input, the weights as constants. */
  static Map<String, Output<?>> define(Ops tf, Network network, Output<?> raw) {
    return network.define(
        new TensorFlowOperations(tf, new FrozenWeights(tf, network.weights())::of), raw);
  }

  static Output<?> placeholder(Ops tf, TensorSpec input) {
    return tf.scope()
        .opBuilder("Placeholder", "Placeholder")
        .setAttr("dtype", TensorFlowOperations.dataType(input.type()))
        .setAttr("shape", TensorFlowOperations.shape(input.shape()))
        .build()
        .output(0);
  }

  /** Each weight once, however often it is used. */
  private static final class FrozenWeights {

    private final Ops tf;
    private final Weights weights;
    private final Map<String, Output<?>> made = new HashMap<>();

    private FrozenWeights(Ops tf, Weights weights) {
      this.tf = tf;
      this.weights = weights;
    }

    private Output<?> of(String name) {
      return made.computeIfAbsent(
          name,
          absent -> {
            Shape shape = TensorFlowOperations.shape(weights.spec(name).shape());
            return tf.constant(shape, DataBuffers.of(weights.values(name))).asOutput();
          });
    }
  }

  private static SignatureDef signature(Network network) {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
    TensorSpec input = network.architecture().input();
    signature.putInputs(input.name(), tensor(input));
    for (TensorSpec output : network.outputs()) {
      signature.putOutputs(output.name(), tensor(output));
    }
    return signature.build();
  }

  private static TensorInfo tensor(TensorSpec spec) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long size : spec.shape()) {
      dims.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(spec.name() + ":0")
        .setDtype(TensorFlowOperations.dataType(spec.type()))
        .setTensorShape(dims)
        .build();
  }
}
