package io.atomstreams.model.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.Additivity;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final ModelSignature SIGNATURE =
      ModelSignature.probability("features", "probability", List.of("a", "b"));

  @TempDir Path artifacts;

  private float score(LinearWeights weights, float... row) throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    float[] out = new float[1];
    try (Model model = new LinearEngine().open(REF, SIGNATURE, artifacts)) {
      model.score(row, 1, out);
    }
    return out[0];
  }

  private static LinearWeights weights(boolean signedLog) {
    return new LinearWeights(
        List.of("a", "b"), signedLog, List.of(1.0, 0.0), List.of(2.0, 1.0), List.of(3.0, 1.0), 0.5);
  }

  @Test
  void computesTheFormula() throws IOException {
    // 0.5 + 3 · (2 − 1) / 2 + 1 · (−4) = −2
    assertThat(score(weights(false), 2, -4)).isCloseTo(0.119203f, within(1e-6f));
  }

  @Test
  void takesTheSignedLogarithmIfAsked() throws IOException {
    // e − 1 has the signed logarithm 1, 1 − e has −1: 0.5 + 3 · 0 / 2 − 1 = −0.5
    float e1 = (float) (Math.E - 1);
    assertThat(score(weights(true), e1, -e1)).isCloseTo(0.377541f, within(1e-6f));
  }

  @Test
  void countsAMissingValueAsTheMean() throws IOException {
    assertThat(score(weights(false), Float.NaN, Float.NaN)).isEqualTo(score(weights(false), 1, 0));
  }

  @Test
  void saysWhatEachTermAdds() throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights(false).toJson());
    try (Model model = new LinearEngine().open(REF, SIGNATURE, artifacts)) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] out = new double[6];

      attribution.attribute(new float[] {2, -4, Float.NaN, 1}, 2, out);

      assertThat(out).containsExactly(1.5, -4, 0.5, 0, 1, 0.5);
      assertThat(attribution.method()).isEqualTo("linear");
      assertThat(attribution.isExact()).isTrue();
      assertThat(attribution.link()).isEqualTo(Attribution.Link.LOGIT);
    }
  }

  @Test
  void addsUpToItsScores() throws IOException {
    for (boolean signedLog : new boolean[] {false, true}) {
      Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights(signedLog).toJson());
      try (Model model = new LinearEngine().open(REF, SIGNATURE, artifacts)) {
        Additivity.require(model, TinyNetworks.rows(300, 2, 8), 300);
      }
    }
  }

  @Test
  void explainsNoMoreOnceClosedAndRefusesShortArrays() throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights(false).toJson());
    Model model = new LinearEngine().open(REF, SIGNATURE, artifacts);
    Attribution attribution = model.attribution().orElseThrow();

    assertThatThrownBy(() -> attribution.attribute(new float[2], 1, new double[2]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: the output holds 2 values");
    model.close();
    assertThatThrownBy(() -> attribution.attribute(new float[2], 1, new double[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void readsItsOwnWriting() {
    assertThat(LinearWeights.fromJson(weights(true).toJson())).isEqualTo(weights(true));
  }

  @Test
  void refusesFeaturesInAnotherOrder() throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights(false).toJson());
    ModelSignature swapped = ModelSignature.probability("in", "out", List.of("b", "a"));

    assertThatThrownBy(() -> new LinearEngine().open(REF, swapped, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: weights.json lists the features [a, b]");
  }

  @Test
  void refusesASecondOutput() throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights(false).toJson());
    ModelSignature two =
        new ModelSignature(
            SIGNATURE.inputs(),
            List.of(TensorSpec.floatRows("p", 2)),
            SIGNATURE.features(),
            new ModelSignature.Score("p", 1, ModelSignature.Kind.PROBABILITY));

    assertThatThrownBy(() -> new LinearEngine().open(REF, two, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: engine linear gives one value a row")
        .hasMessageContaining("[p[0], p[1]]");
  }

  @Test
  void refusesWhatIsNoWeights() throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), "{\"weight\": 1}");

    assertThatThrownBy(() -> new LinearEngine().open(REF, SIGNATURE, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: not linear weights");
  }

  @Test
  void refusesWeightsThatDoNotFitTheirFeatures() {
    assertThatThrownBy(
            () -> new LinearWeights(List.of("a"), false, List.of(), List.of(), List.of(), 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("1 features need as many means, scales and weights, not 0, 0 and 0");
    assertThatThrownBy(
            () ->
                new LinearWeights(List.of("a"), false, List.of(0.0), List.of(0.0), List.of(1.0), 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the scale of a is 0.0");
  }
}
