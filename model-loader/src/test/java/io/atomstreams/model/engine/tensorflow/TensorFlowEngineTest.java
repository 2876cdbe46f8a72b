package io.atomstreams.model.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

class TensorFlowEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final List<String> FEATURES = TinyNetworks.features(15);

  @TempDir Path artifacts;

  @BeforeEach
  void export() {
    TinyNetworks.random(FEATURES, List.of(32, 16), 1).exportSavedModel(artifacts);
  }

  private Model open(String input, String output) {
    return new TensorFlowEngine()
        .open(REF, ModelSignature.probability(input, output, FEATURES), artifacts);
  }

  private Model open() {
    return open(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT);
  }

  @Test
  void refusesArraysTheModelDoesNotName() {
    assertThatThrownBy(() -> open("feature", "probability"))
        .isInstanceOf(ModelException.class)
        .hasMessage("model churn@1: the SavedModel has no input feature; did you mean features?");
    assertThatThrownBy(() -> open("features", "probabilities"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no output probabilities; did you mean probability?");
  }

  @Test
  void refusesAModelOfAnotherWidth() {
    ModelSignature narrower =
        ModelSignature.probability("features", "probability", TinyNetworks.features(14));

    assertThatThrownBy(() -> new TensorFlowEngine().open(REF, narrower, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "model churn@1: input features of the SavedModel has shape [-1, 15], the signature"
                + " asks for [-1, 14]");
  }

  @Test
  void refusesAFileThatIsNoSavedModel() throws IOException {
    Files.writeString(artifacts.resolve("saved_model.pb"), "not a protobuf");

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model churn@1: TensorFlow cannot load");
  }

  @Test
  void refusesASavedModelWithoutTheServingSignature() {
    edit((meta, signature) -> meta.clearSignatureDef().putSignatureDef("other", signature));

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the SavedModel has no signature serving_default, it has [other]");
  }

  private static ModelSignature sum() {
    return ModelSignature.probability("x", "sum", List.of("a", "b"));
  }

  private void requireSumRefused(String message) {
    assertThatThrownBy(() -> new TensorFlowEngine().open(REF, sum(), artifacts).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model churn@1: ")
        .hasMessageContaining(message);
  }

  private void writeSum(boolean named) {
    TensorSpec x = TensorSpec.floatRows("x", 2);
    TensorSpec extra = TensorSpec.floatRows("extra", 2);
    ModelSignature written =
        new ModelSignature(
            named ? List.of(x, extra) : List.of(x),
            List.of(TensorSpec.floatPerRow("sum")),
            TinyNetworks.features(named ? 4 : 2),
            new Score("sum", 0, Kind.VALUE));
    SavedModelFile.write(
        written,
        tf ->
            tf.withName("sum")
                .reduceSum(
                    tf.math.add(
                        tf.withName("x").placeholder(TFloat32.class),
                        tf.withName("extra").placeholder(TFloat32.class)),
                    tf.constant(1)),
        artifacts);
  }

  @Test
  void refusesAnInputThatNobodyFeeds() {
    writeSum(true);

    requireSumRefused("the SavedModel also needs the inputs [extra]");
  }

  @Test
  void refusesAnInputThatIsNotEvenNamed() {
    writeSum(false);

    requireSumRefused("TensorFlow cannot run the graph");
  }

  /** The signature promises one value a row; only running it shows that it gives one in all. */
  @Test
  void refusesAnOutputThatHasAnotherSizeThanItsRows() {
    SavedModelFile.write(
        sum(),
        tf ->
            tf.withName("sum")
                .reduceSum(
                    tf.withName("x").placeholder(TFloat32.class), tf.constant(new int[] {0, 1})),
        artifacts);

    requireSumRefused("output sum has shape [] for 48 rows");
  }

  @Test
  void refusesABatchOfFixedSize() {
    edit(
        (meta, signature) ->
            meta.putSignatureDef(
                "serving_default",
                signature.toBuilder().putInputs("features", shaped("features:0", 32, 15)).build()));

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has shape [32, 15], the signature asks for [-1, 15]; export it with")
        .hasMessageContaining("a free batch axis");
  }

  @Test
  void refusesATypeThatNobodyCanPromise() {
    edit(
        (meta, signature) ->
            meta.putSignatureDef(
                "serving_default",
                signature.toBuilder()
                    .putOutputs(
                        "probability",
                        inGraph("Sigmoid:0").toBuilder().setDtype(DataType.DT_STRING).build())
                    .build()));

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "is DT_STRING, the signature promises FLOAT32; engine tensorflow runs");
  }

  @Test
  void readsAnOutputWithOneColumn() {
    TensorInfo column = inGraph("Sigmoid:0");
    edit(
        (meta, signature) ->
            meta.putSignatureDef(
                "serving_default",
                signature.toBuilder().putOutputs("probability", column).build()));
    float[] rows = TinyNetworks.rows(5, 15, 1);
    float[] out = new float[5];

    try (Model model = open()) {
      model.score(rows, 5, out);
    }

    assertThat(out).doesNotContain(0f);
  }

  @Test
  void setsWhatDjlAndJavaCppNeedWithoutHelpFromTheEnvironment() {
    open().close();

    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(Path.of(System.getProperty("TENSORFLOW_LIBRARY_PATH"))).isDirectory();
  }

  @Test
  void givesARowTheSameBitsInEveryBatchSizeForNetworksOfManyShapes() {
    for (List<Integer> hidden :
        List.of(List.<Integer>of(), List.of(7), List.of(64, 32), List.of(128, 64, 32))) {
      TinyNetworks.random(FEATURES, hidden, 5).exportSavedModel(artifacts);
      try (Model model = open()) {
        requireSameBitsInEveryBatchSize(model, hidden);
      }
    }
  }

  private static void requireSameBitsInEveryBatchSize(Model model, List<Integer> hidden) {
    int rowCount = 1200;
    float[] rows = TinyNetworks.rows(rowCount, 15, 3);
    float[] whole = new float[rowCount];
    model.score(rows, rowCount, whole);
    for (int size = 1; size < 700; size++) {
      int from = size * 13 % (rowCount - size);
      float[] part = new float[size];
      model.score(Arrays.copyOfRange(rows, from * 15, (from + size) * 15), size, part);
      assertThat(part)
          .as("a batch of %d from row %d, hidden layers %s", size, from, hidden)
          .isEqualTo(Arrays.copyOfRange(whole, from, from + size));
    }
  }

  /** JavaCPP counts the native objects that nobody has freed. */
  @Test
  void freesEveryNativeObjectOfABatch() {
    float[] rows = TinyNetworks.rows(256, 15, 1);
    float[] out = new float[256];
    try (Model model = open()) {
      model.score(rows, 256, out);
      long before = Pointer.totalCount();
      for (int batch = 0; batch < 2_000; batch++) {
        model.score(rows, 256, out);
      }

      assertThat(Pointer.totalCount() - before).isLessThan(100);
    }
  }

  /** TensorFlow itself would end the process. */
  @Test
  void refusesAnElementTypeThatThereIsNot() {
    editConstant(tensor -> tensor.setDtypeValue(50));

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model churn@1: TensorFlow cannot load")
        .hasMessageContaining("(Const) has an element type that there is not");
  }

  @Test
  void refusesAConstantWhoseValuesDoNotFillItsShape() {
    editConstant(tensor -> tensor.getTensorShapeBuilder().getDimBuilder(0).setSize(1 << 30));

    assertThatThrownBy(this::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("(Const) has a constant of 1073741824 values in 60 bytes");
  }

  private void editConstant(Consumer<TensorProto.Builder> change) {
    edit(
        (meta, signature) -> {
          NodeDef.Builder constant =
              meta.getGraphDefBuilder().getNodeBuilderList().stream()
                  .filter(node -> node.getOp().equals("Const"))
                  .filter(
                      node ->
                          node.getAttrOrThrow("value").getTensor().getTensorContent().size() == 60)
                  .findFirst()
                  .orElseThrow();
          AttrValue.Builder value = constant.getAttrOrThrow("value").toBuilder();
          change.accept(value.getTensorBuilder());
          constant.putAttr("value", value.build());
          return meta;
        });
  }

  private interface Edit {
    MetaGraphDef.Builder apply(MetaGraphDef.Builder meta, SignatureDef signature);
  }

  private void edit(Edit edit) {
    Path file = artifacts.resolve("saved_model.pb");
    try {
      SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
      MetaGraphDef meta = model.getMetaGraphs(0);
      MetaGraphDef.Builder edited =
          edit.apply(meta.toBuilder(), meta.getSignatureDefOrThrow("serving_default"));
      Files.write(file, model.toBuilder().setMetaGraphs(0, edited).build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TensorInfo inGraph(String name) {
    return shaped(name, -1, 1);
  }

  private static TensorInfo shaped(String name, long... shape) {
    TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
    for (long length : shape) {
      axes.addDim(TensorShapeProto.Dim.newBuilder().setSize(length));
    }
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(axes)
        .build();
  }
}
