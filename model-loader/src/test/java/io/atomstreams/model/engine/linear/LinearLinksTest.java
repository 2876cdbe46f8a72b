package io.atomstreams.model.engine.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.Additivity;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that say more than a logistic regression of numbers. */
class LinearLinksTest {

  private static final ModelRef REF = new ModelRef("demand", 1);
  private static final List<String> FEATURES = List.of("a", "shop");

  @TempDir Path artifacts;

  private static LinearWeights weights(LinearLink link, LinearSum... others) {
    return new LinearWeights(
        FEATURES,
        false,
        List.of(1.0, 0.0),
        List.of(2.0, 1.0),
        List.of(3.0, 0.0),
        0.5,
        link,
        4,
        Map.of("shop", List.of(0.0, 0.25, -1.0)),
        List.of(others));
  }

  private static LinearSum other() {
    return new LinearSum(List.of(-1.0, 0.0), 0.1, Map.of("shop", List.of(0.2, 0.3, 0.4)));
  }

  private static ModelSignature value(int outputs, Kind kind) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("features", 2)),
        List.of(TensorSpec.floatRows("out", outputs)),
        FEATURES,
        new Score("out", outputs - 1, kind));
  }

  private Model open(LinearWeights weights, ModelSignature signature) throws IOException {
    Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    return new LinearEngine().open(REF, signature, artifacts);
  }

  private float[] scores(LinearWeights weights, ModelSignature signature, float... row)
      throws IOException {
    float[] out = new float[signature.outputWidth()];
    try (Model model = open(weights, signature)) {
      model.score(row, 1, out);
    }
    return out;
  }

  @Test
  void givesTheSumOrItsExponential() throws IOException {
    // 0.5 + 3 · (2 − 1) / 2 + 0.25 = 2.25
    ModelSignature one = value(1, Kind.VALUE);
    assertThat(scores(weights(LinearLink.IDENTITY), one, 2, 1)[0]).isEqualTo(2.25f);
    assertThat(scores(weights(LinearLink.EXP), one, 2, 1)[0])
        .isCloseTo((float) Math.exp(2.25), within(1e-5f));
  }

  @Test
  void givesAProbabilityForEachClass() throws IOException {
    // the other: 0.1 − (2 − 1) / 2 + 0.3 = −0.1
    float[] out = scores(weights(LinearLink.SOFTMAX, other()), value(2, Kind.PROBABILITY), 2, 1);

    double p = 1 / (1 + Math.exp(-0.1 - 2.25));
    assertThat(out[0]).isCloseTo((float) p, within(1e-6f));
    assertThat(out[0] + out[1]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void boundsWhatIsFarOutAndTakesOtherLevelsForMissing() throws IOException {
    LinearWeights weights = weights(LinearLink.IDENTITY);
    ModelSignature one = value(1, Kind.VALUE);

    for (float far : new float[] {1e9f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertThat(scores(weights, one, far, 0)[0]).isEqualTo(12.5f);
      assertThat(scores(weights, one, -far, 0)[0]).isEqualTo(-11.5f);
    }
    for (float level : new float[] {3, -1, 1.5f, Float.NaN, 1e30f, Float.NEGATIVE_INFINITY}) {
      assertThat(scores(weights, one, 1, level)[0]).as("level %s", level).isEqualTo(0.5f);
    }
  }

  @Test
  void holdsResultsToWhatAFloatCanSay() throws IOException {
    LinearWeights steep =
        new LinearWeights(
            FEATURES,
            false,
            List.of(0.0, 0.0),
            List.of(1.0, 1.0),
            List.of(1e40, 0.0),
            0,
            LinearLink.IDENTITY,
            0,
            Map.of(),
            List.of());
    assertThat(scores(steep, value(1, Kind.VALUE), 1, 0)[0]).isEqualTo(Float.MAX_VALUE);
    LinearWeights exploding = withLink(steep, LinearLink.EXP);
    assertThat(scores(exploding, value(1, Kind.VALUE), 1, 0)[0]).isEqualTo(Float.MAX_VALUE);
  }

  private static LinearWeights withLink(LinearWeights weights, LinearLink link) {
    return new LinearWeights(
        weights.features(),
        weights.signedLog(),
        weights.mean(),
        weights.scale(),
        weights.weights(),
        weights.intercept(),
        link,
        weights.clip(),
        weights.levels(),
        weights.others());
  }

  @Test
  void termsAddUpToTheScoreOnEachLink() throws IOException {
    float[] rows = TinyNetworks.rows(300, 2, 8);
    for (int row = 0; row < 300; row++) {
      rows[2 * row + 1] = row % 4;
    }
    for (LinearLink link : List.of(LinearLink.LOGIT, LinearLink.IDENTITY)) {
      Kind kind = link == LinearLink.LOGIT ? Kind.PROBABILITY : Kind.VALUE;
      try (Model model = open(weights(link), value(1, kind))) {
        Additivity.require(model, rows, 300);
      }
    }
    try (Model model = open(weights(LinearLink.SOFTMAX, other()), value(2, Kind.PROBABILITY))) {
      Additivity.require(model, rows, 300);
    }
  }

  @Test
  void termsOfARateAddUpToItsLogarithm() throws IOException {
    try (Model model = open(weights(LinearLink.EXP), value(1, Kind.VALUE))) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] out = new double[3];
      attribution.attribute(new float[] {2, 2}, 1, out);

      assertThat(out).containsExactly(1.5, -1, 0.5);
      assertThat(attribution.link()).isEqualTo(Attribution.Link.LOG);
      assertThat(attribution.link().inverse(1)).isEqualTo(Math.E);
    }
  }

  @Test
  void threeClassesAreNotExplainedByTerms() throws IOException {
    try (Model model =
        open(weights(LinearLink.SOFTMAX, other(), other()), value(3, Kind.PROBABILITY))) {
      assertThat(model.attribution()).isEmpty();
    }
  }

  @Test
  void readsItsOwnWriting() {
    LinearWeights weights = weights(LinearLink.SOFTMAX, other());
    assertThat(LinearWeights.fromJson(weights.toJson())).isEqualTo(weights);
  }

  /** Bytes as releases before there were links have written them. */
  @Test
  void readsAndWritesFilesWithoutALinkAsEver() {
    String file =
        """
        {
          "features" : [ "a", "b" ],
          "signedLog" : true,
          "mean" : [ 1.0, 0.0 ],
          "scale" : [ 2.0, 1.0 ],
          "weights" : [ 3.0, 1.0 ],
          "intercept" : 0.5
        }
        """;
    LinearWeights weights = LinearWeights.fromJson(file);

    assertThat(weights.link()).isEqualTo(LinearLink.LOGIT);
    assertThat(weights.clip()).isZero();
    assertThat(weights.toJson()).isEqualTo(file);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThatThrownBy(() -> weights(LinearLink.SOFTMAX))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("softmax needs 1 or more");
    assertThatThrownBy(() -> weights(LinearLink.LOGIT, other()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("LOGIT with 1 more classes");
    assertThatThrownBy(
            () ->
                weights(
                    LinearLink.SOFTMAX,
                    new LinearSum(List.of(0.0, 0.0), 0, Map.of("shop", List.of(1.0)))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("one class has the levels {shop=3}, another {shop=1}");
    assertThatThrownBy(
            () ->
                weights(
                    LinearLink.SOFTMAX,
                    new LinearSum(List.of(0.0, 0.0), 0, Map.of("shap", List.of(1.0)))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("levels of shap, which is no feature");
  }

  @Test
  void refusesAManifestThatCallsAValueAProbability() {
    assertThatThrownBy(() -> open(weights(LinearLink.EXP), value(1, Kind.PROBABILITY)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("demand@1: the link exp gives no probabilities");
    assertThatThrownBy(() -> open(weights(LinearLink.SOFTMAX, other()), value(1, Kind.PROBABILITY)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gives 2 values a row");
  }
}
