package io.atomstreams.model.training;

import com.google.protobuf.CodedOutputStream;
import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A trained network as a SavedModel whose weights are constants: nothing to restore, one file, and
 * the whole way from the raw feature to the probability inside.
 */
final class FrozenGraph {

  private static final String FILE = "saved_model.pb";
  private static final String TAG = "serve";
  private static final String SIGNATURE = "serving_default";
  private static final String METHOD = "tensorflow/serving/predict";

  private FrozenGraph() {}

  static void write(TrainedNetwork network, Path directory) {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG))
            .setGraphDef(graph(network))
            .putSignatureDef(SIGNATURE, signature(network.features().size()))
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

  private static GraphDef graph(TrainedNetwork network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      int columns = network.features().size();
      Placeholder<TFloat32> raw =
          tf.withName(TrainedNetwork.INPUT)
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, columns)));
      Operand<TFloat32> values = standardise(tf, raw, network.standardisation());
      List<DenseLayer> layers = network.layers();
      for (int i = 0; i < layers.size(); i++) {
        values = dense(tf, values, layers.get(i));
        if (i < layers.size() - 1) {
          values = tf.nn.relu(values);
        }
      }
      tf.withName(TrainedNetwork.OUTPUT)
          .squeeze(tf.math.sigmoid(values), Squeeze.axis(List.of(1L)));
      return graph.toGraphDef();
    }
  }

  /** A missing value is decided on the raw input and replaced last: NaN never reaches a product. */
  private static Operand<TFloat32> standardise(
      Ops tf, Operand<TFloat32> raw, Standardisation standardisation) {
    Operand<TBool> missing = tf.math.isNan(raw);
    Operand<TFloat32> transformed = tf.math.mul(tf.math.sign(raw), tf.math.log1p(tf.math.abs(raw)));
    Operand<TFloat32> standardised =
        tf.math.div(
            tf.math.sub(transformed, tf.constant(array(standardisation.mean()))),
            tf.constant(array(standardisation.scale())));
    return tf.select(missing, tf.zerosLike(standardised), standardised);
  }

  private static Operand<TFloat32> dense(Ops tf, Operand<TFloat32> values, DenseLayer layer) {
    Shape shape = Shape.of(layer.inputs(), layer.outputs());
    return tf.nn.biasAdd(
        tf.linalg.matMul(values, tf.constant(shape, DataBuffers.of(layer.kernel()))),
        tf.constant(layer.bias()));
  }

  private static SignatureDef signature(int columns) {
    return SignatureDef.newBuilder()
        .setMethodName(METHOD)
        .putInputs(TrainedNetwork.INPUT, tensor(TrainedNetwork.INPUT, -1, columns))
        .putOutputs(TrainedNetwork.OUTPUT, tensor(TrainedNetwork.OUTPUT, -1))
        .build();
  }

  private static TensorInfo tensor(String operation, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dims.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(operation + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(dims)
        .build();
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
