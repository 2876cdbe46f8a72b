package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** A SavedModel whose operations have the names of the arrays they give. */
final class SavedModelFile {

  private SavedModelFile() {}

  static void write(ModelSignature signature, Consumer<Ops> build, Path directory) {
    SignatureDef.Builder serving = SignatureDef.newBuilder();
    signature.inputs().forEach(input -> serving.putInputs(input.name(), tensor(input)));
    signature.outputs().forEach(output -> serving.putOutputs(output.name(), tensor(output)));
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .putSignatureDef(SavedSignature.KEY, serving.build());
    try (Graph graph = new Graph()) {
      build.accept(Ops.create(graph));
      meta.setGraphDef(graph.toGraphDef());
    }
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TensorInfo tensor(TensorSpec array) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : array.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(length));
    }
    return TensorInfo.newBuilder()
        .setName(array.name() + ":0")
        .setDtype(dataType(array.type()))
        .setTensorShape(shape)
        .build();
  }

  private static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.DT_FLOAT;
      case FLOAT64 -> DataType.DT_DOUBLE;
      case INT32 -> DataType.DT_INT32;
      case INT64 -> DataType.DT_INT64;
    };
  }
}
