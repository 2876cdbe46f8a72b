package io.atomstreams.model.engine.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxInspectionTest {

  private static final ModelRef REF = new ModelRef("graph", 1);
  private static final ModelSignature SIGNATURE =
      ModelSignature.probability("x", "p", List.of("a", "b"));

  @TempDir Path artifacts;

  /** A sigmoid of a weighted sum. */
  private void inspect(Consumer<ModelProto.Builder> change) throws IOException {
    OnnxGraph graph = new OnnxGraph();
    String x = graph.input(TensorSpec.floatRows("x", 2));
    String sum = graph.node("MatMul", List.of(x, graph.floats(new float[] {1, -2}, 2, 1)));
    String column = graph.node("Sigmoid", List.of(sum));
    graph.named("p", "Squeeze", List.of(column, graph.longs(1)));
    graph.output(TensorSpec.floatPerRow("p"));
    graph.write(artifacts);
    Path file = artifacts.resolve(OnnxEngine.MODEL_FILE);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(model);
    Files.write(file, model.build().toByteArray());
    new OnnxEngine().inspect(REF, SIGNATURE, artifacts);
  }

  private void requireRefused(Consumer<ModelProto.Builder> change, String... reason) {
    assertThatThrownBy(() -> inspect(change))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model graph@1: ")
        .hasMessageContainingAll(reason);
  }

  private static TensorProto.Builder weights(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilder(0);
  }

  private static NodeProto.Builder firstNode(ModelProto.Builder model) {
    return model.getGraphBuilder().getNodeBuilder(0);
  }

  @Test
  void letsAGraphPassThatOnlyComputes() {
    assertThatCode(() -> inspect(model -> {})).doesNotThrowAnyException();
  }

  @Test
  void refusesWeightsThatAreNoNumbersHoweverTheyAreHeld() {
    requireRefused(
        model -> weights(model).setFloatData(1, Float.NaN), "weight 1 of constant constant_0");
    requireRefused(model -> weights(model).setFloatData(0, Float.NEGATIVE_INFINITY), "train again");
    ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    raw.putFloat(1).putFloat(Float.NaN).flip();
    requireRefused(
        model -> weights(model).clearFloatData().setRawData(ByteString.copyFrom(raw)),
        "weight 1 of constant constant_0");
  }

  @Test
  void refusesWeightsInAFileOfTheirOwn() {
    requireRefused(
        model -> weights(model).setDataLocation(TensorProto.DataLocation.EXTERNAL),
        "constant constant_0 lies in a file of its own");
  }

  @Test
  void refusesRandomNumbersAndForeignOperations() {
    requireRefused(model -> firstNode(model).setOpType("Bernoulli"), "draws random numbers");
    requireRefused(model -> firstNode(model).setDomain("com.example"), "of the domain com.example");
  }

  @Test
  void refusesWhatIsNoOnnxFile() throws IOException {
    Files.write(artifacts.resolve(OnnxEngine.MODEL_FILE), new byte[] {9, 9, 9, 9});

    assertThatThrownBy(() -> new OnnxEngine().inspect(REF, SIGNATURE, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model graph@1: model.onnx is no ONNX file");
  }
}
