package io.atomstreams.pipelines.bench.crayfish;

import io.atomstreams.model.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** The network as a SavedModel with its weights as constants. */
final class SavedModelNetwork {

  private static final String FILE = "saved_model.pb";

  private SavedModelNetwork() {}

  static void write(ImageNetwork network, Path directory) {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(ImageNetwork.input().name(), tensor(ImageNetwork.input()))
            .putOutputs(ImageNetwork.output().name(), tensor(ImageNetwork.output()))
            .build();
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(graph(network))
            .putSignatureDef("serving_default", signature)
            .build();
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    try {
      Files.write(directory.resolve(FILE), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory.resolve(FILE), e);
    }
  }

  private static GraphDef graph(ImageNetwork network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> values =
          tf.withName(ImageNetwork.input().name())
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, RandomImages.PIXELS)));
      List<ImageNetwork.Layer> layers = network.layers();
      for (ImageNetwork.Layer layer : layers.subList(0, layers.size() - 1)) {
        values = tf.nn.relu(dense(tf, values, layer));
      }
      Operand<TFloat32> logits = dense(tf, values, layers.get(layers.size() - 1));
      tf.withName(ImageNetwork.output().name()).nn.softmax(logits);
      return graph.toGraphDef();
    }
  }

  private static Operand<TFloat32> dense(
      Ops tf, Operand<TFloat32> values, ImageNetwork.Layer layer) {
    Shape shape = Shape.of(layer.inputs(), layer.outputs());
    return tf.nn.biasAdd(
        tf.linalg.matMul(values, tf.constant(shape, DataBuffers.of(layer.kernel()))),
        tf.constant(layer.bias()));
  }

  private static TensorInfo tensor(TensorSpec spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : spec.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(length));
    }
    return TensorInfo.newBuilder()
        .setName(spec.name() + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape)
        .build();
  }
}
