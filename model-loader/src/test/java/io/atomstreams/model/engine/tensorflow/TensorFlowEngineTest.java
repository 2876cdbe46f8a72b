package io.atomstreams.model.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

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
            "model churn@1: input features of the SavedModel has shape [-1, 15], the feature list"
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
  void waitsForACallInFlightBeforeItCloses() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        Model model = open();
        CountDownLatch begun = new CountDownLatch(2);
        Future<?> first = threads.submit(() -> scoreUntilClosed(model, begun));
        Future<?> second = threads.submit(() -> scoreUntilClosed(model, begun));
        begun.await();
        model.close();
        first.get();
        second.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Scores until told that the model is closed. */
  private static void scoreUntilClosed(Model model, CountDownLatch begun) {
    float[] rows = TinyNetworks.rows(4096, 15, 1);
    float[] out = new float[4096];
    begun.countDown();
    assertThatThrownBy(
            () -> {
              while (true) {
                model.score(rows, 4096, out);
              }
            })
        .hasMessageContaining("scored after it was closed");
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
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(org.tensorflow.proto.DataType.DT_FLOAT)
        .setTensorShape(
            org.tensorflow.proto.TensorShapeProto.newBuilder()
                .addDim(org.tensorflow.proto.TensorShapeProto.Dim.newBuilder().setSize(-1))
                .addDim(org.tensorflow.proto.TensorShapeProto.Dim.newBuilder().setSize(1)))
        .build();
  }
}
