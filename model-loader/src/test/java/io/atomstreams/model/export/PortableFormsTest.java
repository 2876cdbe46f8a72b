package io.atomstreams.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.onnx.OnnxRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written by hand, with results worked out by hand. */
class PortableFormsTest {

  private static final ModelRef REF = new ModelRef("hand_made", 1);
  private static final TensorSpec INPUT = TensorSpec.floatRows("features", 2);
  private static final float[] ROWS = {2, -3, Float.NaN, 1, 0, 0};

  @TempDir Path directory;

  private static ModelSignature signature(int outputs) {
    return new ModelSignature(
        List.of(INPUT),
        List.of(TensorSpec.floatRows("y", outputs)),
        List.of("a", "b"),
        new Score("y", 0, Kind.VALUE));
  }

  private double[] results(String engine, String file, String json, int outputs)
      throws IOException {
    Files.writeString(directory.resolve(file), json);
    PortableForm form = PortableForms.of(REF, engine);
    assertThat(new String(form.json(REF, directory), StandardCharsets.UTF_8)).isEqualTo(json);
    return OnnxRun.of(form.onnx(REF, signature(outputs), directory), INPUT, ROWS, 3).get("y");
  }

  @Test
  void readsLayersOfEveryActivation() throws IOException {
    String json =
        """
        {"features": ["a", "b"], "signedLog": false, "mean": [1, 0], "scale": [1, 2], "layers": [
          {"inputs": 2, "outputs": 2, "activation": "tanh", "kernel": [1, 0, 0, 1], "bias": [0, 0]},
          {"inputs": 2, "outputs": 2, "activation": "relu", "kernel": [1, 2, 3, 4], "bias": [0, 1]},
          {"inputs": 2, "outputs": 2, "activation": "softmax", "kernel": [1, 0, 0, 1], "bias": [0, 0]}]}
        """;

    double[] found = results("mlp", "network.json", json, 2);

    double[][] inputs = {{1, -1.5}, {0, 0.5}, {-1, 0}};
    for (int row = 0; row < 3; row++) {
      double a = Math.tanh(inputs[row][0]);
      double b = Math.tanh(inputs[row][1]);
      double p = Math.max(0, a + 3 * b);
      double q = Math.max(0, 2 * a + 4 * b + 1);
      assertThat(found[row * 2]).isCloseTo(Math.exp(p) / (Math.exp(p) + Math.exp(q)), within(1e-7));
    }
  }

  private static String trees(String zeroIsMissing, String format) {
    return """
        {"format": "%s", "features": ["a", "b"], "link": "logit", "base": [0.5], "trees": [
          {"output": 0, "feature": [0, -1, 1, -1, -1], "threshold": [1, 0, 0.1, 0, 0],
           "left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1],
           "defaultLeft": [true, false, false, false, false], "zeroIsMissing": %s,
           "cover": [10, 4, 6, 3, 3], "value": [0, 1, 0, 2, 3]},
          {"output": 0, "feature": [-1], "threshold": [0], "left": [-1], "right": [-1],
           "defaultLeft": [false], "zeroIsMissing": null, "cover": [1], "value": [0.25]}]}
        """
        .formatted(format, zeroIsMissing);
  }

  @Test
  void readsTreesWithTheirMissingValues() throws IOException {
    double[] found = results("trees", "trees.json", trees("null", "trees/1"), 1);

    // 2 is not below 1, −3 is below 0.1; missing goes left; 0 is below 1
    double[] leaves = {2, 1, 1};
    for (int row = 0; row < 3; row++) {
      assertThat(found[row]).isCloseTo(1 / (1 + Math.exp(-(0.75 + leaves[row]))), within(1e-7));
    }
  }

  @Test
  void refusesTreesThatOnnxCannotSay() {
    String zeros = trees("[true, false, false, false, false]", "trees/1");

    assertThatThrownBy(() -> results("trees", "trees.json", zeros, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("take zeros for missing values, which ONNX cannot say; write json");
    assertThatThrownBy(() -> results("trees", "trees.json", trees("null", "trees/9"), 1))
        .hasMessageContaining("the format is trees/9");
  }

  @Test
  void refusesFilesThatAreSomethingElse() {
    assertThatThrownBy(() -> results("mlp", "network.json", "[1, 2", 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("hand_made@1: not a network");
    assertThatThrownBy(() -> PortableForms.of(REF, "linear").json(REF, directory))
        .hasMessage("model hand_made@1: there is no weights.json among its files");
  }
}
