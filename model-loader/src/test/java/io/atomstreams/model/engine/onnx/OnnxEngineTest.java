package io.atomstreams.model.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);

  @TempDir Path artifacts;

  private Model open(ModelSignature signature) {
    return new OnnxEngine().open(REF, signature, artifacts);
  }

  private void requireRefused(ModelSignature signature, String message) {
    assertThatThrownBy(() -> open(signature).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model churn@1: ")
        .hasMessageContaining(message);
  }

  @Test
  void givesARowTheSameBitsInEveryBatchSizeForNetworksOfManyShapes() {
    for (int columns : List.of(1, 15, 33)) {
      for (List<Integer> hidden :
          List.of(List.<Integer>of(), List.of(7), List.of(64, 32), List.of(128, 64, 32))) {
        EngineSample sample =
            OnnxFixture.write(
                TinyNetworks.random(TinyNetworks.features(columns), hidden, 5), artifacts);
        try (Model model = open(sample.signature())) {
          requireSameBitsInEveryBatchSize(model, columns, hidden);
        }
      }
    }
  }

  private static void requireSameBitsInEveryBatchSize(
      Model model, int columns, List<Integer> hidden) {
    int rowCount = 1200;
    float[] rows = TinyNetworks.rows(rowCount, columns, 3);
    float[] whole = new float[rowCount];
    model.score(rows, rowCount, whole);
    for (int size = 1; size < 700; size++) {
      int from = size * 13 % (rowCount - size);
      float[] part = new float[size];
      model.score(Arrays.copyOfRange(rows, from * columns, (from + size) * columns), size, part);
      assertThat(part)
          .as(
              "a batch of %d from row %d, %d columns, hidden layers %s",
              size, from, columns, hidden)
          .isEqualTo(Arrays.copyOfRange(whole, from, from + size));
    }
  }

  /** What scikit-learn's converter writes with zipmap=False: a label and an array. */
  private OnnxGraph classifier() {
    OnnxGraph graph = new OnnxGraph();
    graph.input(TensorSpec.floatRows("X", 2));
    graph.named("probabilities", "Softmax", List.of("X"), OnnxGraph.attribute("axis", 1));
    graph.named(
        "label",
        "ArgMax",
        List.of("probabilities"),
        OnnxGraph.attribute("axis", 1),
        OnnxGraph.attribute("keepdims", 0));
    graph.output(new TensorSpec("label", ElementType.INT64, List.of(-1L)));
    return graph;
  }

  private static ModelSignature probabilities(TensorSpec... outputs) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("X", 2)),
        List.of(outputs),
        List.of("a", "b"),
        new Score("probabilities", 1, Kind.PROBABILITY));
  }

  @Test
  void leavesALabelOutOrTakesItAsPromised() {
    TensorSpec probabilities = TensorSpec.floatRows("probabilities", 2);
    OnnxGraph graph = classifier();
    graph.output(probabilities);
    graph.write(artifacts);
    float[] rows = {0, 0, 3, 1};

    try (Model model = open(probabilities(probabilities))) {
      float[] out = new float[4];
      model.score(rows, 2, out);
      assertThat(out).startsWith(0.5f, 0.5f);
      assertThat(out[2]).isGreaterThan(0.8f);
    }
    try (Model model =
        open(
            probabilities(
                new TensorSpec("label", ElementType.INT64, List.of(-1L)), probabilities))) {
      float[] out = new float[6];
      model.score(new float[] {1, 2, 3, 1}, 2, out);
      assertThat(out[0]).isEqualTo(1);
      assertThat(out[3]).isEqualTo(0);
    }
  }

  @Test
  void refusesProbabilitiesAsASequenceOfMapsAndSaysHowToExport() {
    OnnxGraph graph = classifier();
    graph.named(
        "zipped",
        "ZipMap",
        List.of("probabilities"),
        OnnxGraph.attribute("classlabels_int64s", List.of(0L, 1L)));
    graph.output(zipped());
    graph.write(artifacts);

    requireRefused(
        new ModelSignature(
            List.of(TensorSpec.floatRows("X", 2)),
            List.of(TensorSpec.floatRows("zipped", 2)),
            List.of("a", "b"),
            new Score("zipped", 1, Kind.PROBABILITY)),
        "export it with zipmap=False");
  }

  private static ValueInfoProto zipped() {
    TypeProto number =
        TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))
            .build();
    TypeProto map =
        TypeProto.newBuilder()
            .setMapType(
                TypeProto.Map.newBuilder()
                    .setKeyType(TensorProto.DataType.INT64_VALUE)
                    .setValueType(number))
            .build();
    return ValueInfoProto.newBuilder()
        .setName("zipped")
        .setType(
            TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map)))
        .build();
  }

  @Test
  void namesTheNearestArray() {
    OnnxGraph graph = classifier();
    graph.output(TensorSpec.floatRows("probability", 2));
    graph.named("probability", "Identity", List.of("probabilities"));
    graph.write(artifacts);

    requireRefused(
        probabilities(TensorSpec.floatRows("probabilities", 2)),
        "the ONNX model has no output probabilities; did you mean probability?");
  }

  private static ModelSignature sum() {
    return ModelSignature.probability("x", "sum", List.of("a", "b"));
  }

  private void writeSum(TensorSpec input, String operator, String... operands) {
    OnnxGraph graph = new OnnxGraph();
    graph.input(input);
    for (String operand : operands) {
      if (operand.startsWith("extra")) {
        graph.input(TensorSpec.floatRows(operand, 2));
      }
    }
    String value = graph.node(operator, List.of(operands));
    graph.named(
        "sum", "ReduceSum", List.of(value, graph.longs(1)), OnnxGraph.attribute("keepdims", 0));
    graph.output(TensorSpec.floatPerRow("sum"));
    graph.write(artifacts);
  }

  @Test
  void refusesAnInputThatNobodyFeeds() {
    writeSum(TensorSpec.floatRows("x", 2), "Add", "x", "extra");

    requireRefused(sum(), "also needs the inputs [extra]");
  }

  @Test
  void refusesABatchOfFixedSize() {
    writeSum(new TensorSpec("x", ElementType.FLOAT32, List.of(1L, 2L)), "Identity", "x");

    requireRefused(
        sum(),
        "input x of the ONNX model has shape [1, 2], the signature asks for [-1, 2]; export it"
            + " with a free batch axis");
  }

  @Test
  void readsAnOutputWithOneColumn() {
    OnnxGraph graph = new OnnxGraph();
    graph.input(TensorSpec.floatRows("x", 2));
    graph.named("sum", "ReduceSum", List.of("x", graph.longs(1)));
    graph.output(TensorSpec.floatRows("sum", 1));
    graph.write(artifacts);
    float[] out = new float[2];

    try (Model model = open(sum())) {
      model.score(new float[] {1, 2, 3, 4}, 2, out);
    }

    assertThat(out).containsExactly(3, 7);
  }

  @Test
  void refusesATypeThatNobodyCanPromise() {
    OnnxGraph graph = new OnnxGraph();
    graph.input(TensorSpec.floatRows("x", 2));
    graph.node("IsNaN", List.of("x"));
    graph.named("sum", "Identity", List.of("isnan_0"));
    graph.output(bool("sum"));
    graph.write(artifacts);

    requireRefused(sum(), "output sum of the ONNX model is BOOL, the signature promises FLOAT32");
  }

  private static ValueInfoProto bool(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.BOOL_VALUE)))
        .build();
  }

  /** The graph says nothing of its output's shape; only running it shows that it has one row. */
  @Test
  void refusesAnOutputThatHasAnotherSizeThanItsRows() {
    OnnxGraph graph = new OnnxGraph();
    graph.input(TensorSpec.floatRows("x", 2));
    graph.named(
        "sum", "ReduceSum", List.of("x", graph.longs(0, 1)), OnnxGraph.attribute("keepdims", 0));
    graph.output(
        ValueInfoProto.newBuilder()
            .setName("sum")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT_VALUE)))
            .build());
    graph.write(artifacts);

    requireRefused(sum(), "ONNX Runtime cannot run 1 rows");
  }
}
