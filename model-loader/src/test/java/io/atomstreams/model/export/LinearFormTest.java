package io.atomstreams.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.model.engine.linear.LinearSum;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.onnx.OnnxRun;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linear models of every link in ONNX. */
class LinearFormTest {

  private static final ModelRef REF = new ModelRef("demand", 1);
  private static final int ROWS = 200;

  @TempDir Path artifacts;

  private static LinearWeights weights(LinearLink link, Map<String, List<Double>> levels) {
    List<LinearSum> others =
        link == LinearLink.SOFTMAX
            ? List.of(
                new LinearSum(List.of(-0.4, 0.3), 0.1, levels),
                new LinearSum(List.of(0.2, -0.3), -0.2, levels))
            : List.of();
    return new LinearWeights(
        List.of("a", "b"),
        false,
        List.of(1.0, 0.0),
        List.of(2.0, 1.0),
        List.of(0.7, -0.2),
        0.5,
        link,
        1.5,
        levels,
        others);
  }

  private ModelSignature write(LinearWeights weights) throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    int outputs = weights.sums().size();
    Kind kind = weights.link().givesProbabilities() ? Kind.PROBABILITY : Kind.VALUE;
    return new ModelSignature(
        List.of(TensorSpec.floatRows("features", 2)),
        List.of(TensorSpec.floatRows("out", outputs)),
        weights.features(),
        new Score("out", 0, kind));
  }

  @Test
  void writesEveryLinkWithItsBound() throws IOException {
    float[] rows = TinyNetworks.rows(ROWS, 2, 4);
    rows[0] = Float.NaN;
    rows[3] = 1e30f;
    for (LinearLink link : LinearLink.values()) {
      ModelSignature signature = write(weights(link, Map.of()));
      byte[] onnx = new LinearForm().onnx(REF, signature, artifacts);
      double[] exported = OnnxRun.of(onnx, signature.inputs().get(0), rows, ROWS).get("out");
      float[] own = new float[ROWS * signature.outputWidth()];
      try (Model model = new LinearEngine().open(REF, signature, artifacts)) {
        model.score(rows, ROWS, own);
      }
      for (int i = 0; i < own.length; i++) {
        assertThat(exported[i]).as("%s %d", link, i).isCloseTo(own[i], within(1e-6));
      }
    }
  }

  @Test
  void refusesCategoriesAndSaysWhatCanBeWritten() throws IOException {
    ModelSignature signature = write(weights(LinearLink.LOGIT, Map.of("b", List.of(0.1, 0.2))));

    assertThatThrownBy(() -> new LinearForm().onnx(REF, signature, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("demand@1")
        .hasMessageContaining("categories (b)")
        .hasMessageContaining("write json");
    assertThat(new LinearForm().json(REF, artifacts)).isNotEmpty();
  }
}
