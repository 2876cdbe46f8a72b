package io.atomstreams.model.engine.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.engine.ensemble.EnsembleSpec.HedgeState;
import io.atomstreams.model.engine.ensemble.EnsembleSpec.Member;
import io.atomstreams.model.engine.ensemble.EnsembleSpec.Method;
import io.atomstreams.model.engine.mlp.Activation;
import io.atomstreams.model.engine.mlp.MlpEngine;
import io.atomstreams.model.engine.mlp.NetworkWeights;
import io.atomstreams.model.engine.mlp.NetworkWeights.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final ModelSignature PROBABILITY =
      ModelSignature.probability("in", "out", List.of("a", "b"));
  private static final ModelSignature VALUE = value(List.of("a", "b"));

  @TempDir Path artifacts;

  private static ModelSignature value(List<String> features) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("in", features.size())),
        List.of(TensorSpec.floatPerRow("out")),
        features,
        new Score("out", 0, Kind.VALUE));
  }

  /** Logit of {@code left}: a − b; of {@code right}: 2 b + 1; as values without a sigmoid. */
  @BeforeEach
  void writeMembers() throws IOException {
    for (Activation activation : List.of(Activation.SIGMOID, Activation.IDENTITY)) {
      String kind = activation == Activation.SIGMOID ? "" : "-value";
      write("left" + kind, List.of("b", "a"), new float[] {-1, 1}, 0, activation);
      write("right" + kind, List.of("b"), new float[] {2}, 1, activation);
    }
  }

  private void write(
      String directory, List<String> features, float[] kernel, float bias, Activation activation)
      throws IOException {
    int columns = features.size();
    float[] ones = new float[columns];
    java.util.Arrays.fill(ones, 1);
    NetworkWeights weights =
        new NetworkWeights(
            features,
            false,
            new float[columns],
            ones,
            List.of(new Layer(columns, 1, activation, kernel, new float[] {bias})));
    Files.createDirectories(artifacts.resolve(directory));
    Files.writeString(
        artifacts.resolve(directory).resolve(MlpEngine.NETWORK_FILE), weights.toJson());
  }

  private static Member probability(String directory, double weight) {
    List<String> features = directory.startsWith("left") ? List.of("b", "a") : List.of("b");
    return new Member(directory, "mlp", weight, ModelSignature.probability("in", "out", features));
  }

  private static Member value(String directory, double weight) {
    List<String> features = directory.startsWith("left") ? List.of("b", "a") : List.of("b");
    return new Member(directory, "mlp", weight, value(features));
  }

  private Model open(ModelSignature signature, EnsembleSpec spec) {
    EnsembleFixture.write(artifacts, spec);
    return new EnsembleEngine(Engines::byName).open(REF, signature, artifacts);
  }

  private static float score(Model model, float a, float b) {
    float[] out = new float[1];
    model.score(new float[] {a, b}, 1, out);
    return out[0];
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void takesTheWeightedMeanOfMembersBoundByName() {
    try (Model model =
        open(
            PROBABILITY,
            new EnsembleSpec(
                Method.MEAN, List.of(probability("left", 3), probability("right", 1)), 0, null))) {
      double expected = 0.75 * sigmoid(3 - 0.5) + 0.25 * sigmoid(2 * 0.5 + 1);
      assertThat(score(model, 3, 0.5f)).isCloseTo((float) expected, within(1e-6f));
      assertThat(model.attribution()).isEmpty();
    }
  }

  @Test
  void stacksLogits() {
    try (Model model =
        open(
            PROBABILITY,
            new EnsembleSpec(
                Method.STACKING,
                List.of(probability("left", 2), probability("right", -0.5)),
                0.25,
                null))) {
      for (float[] row : new float[][] {{3, 0.5f}, {-2, 1}, {0, 0}}) {
        double logit = 0.25 + 2 * (row[0] - row[1]) - 0.5 * (2 * row[1] + 1);
        assertThat(score(model, row[0], row[1])).isCloseTo((float) sigmoid(logit), within(1e-6f));
      }
    }
  }

  @Test
  void takesTheFrozenWeightsOfHedge() {
    Hedge hedge = new Hedge(2, Math.log(2));
    hedge.update(new double[] {0, 1});
    hedge.update(new double[] {0, 1});
    double[] weights = hedge.weights();
    EnsembleSpec spec =
        new EnsembleSpec(
            Method.HEDGE,
            List.of(probability("left", weights[0]), probability("right", weights[1])),
            0,
            new HedgeState(hedge.learningRate(), List.of(0.0, 2.0)));
    try (Model model = open(PROBABILITY, spec)) {
      double expected = 0.8 * sigmoid(3 - 0.5) + 0.2 * sigmoid(2 * 0.5 + 1);
      assertThat(score(model, 3, 0.5f)).isCloseTo((float) expected, within(1e-6f));
    }
    assertThat(EnsembleSpec.fromJson(spec.toJson())).isEqualTo(spec);
  }

  @Test
  void addsUpWhatItsMembersContributeToAMean() {
    try (Model model =
        open(
            VALUE,
            new EnsembleSpec(
                Method.MEAN, List.of(value("left-value", 3), value("right-value", 1)), 0, null))) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] out = new double[6];
      attribution.attribute(new float[] {3, 0.5f, -1, 2}, 2, out);

      // 0.75 (a − b) + 0.25 (2 b + 1)
      assertThat(attribution.link()).isEqualTo(Link.IDENTITY);
      assertThat(attribution.isExact()).isTrue();
      assertThat(out)
          .containsExactly(new double[] {2.25, -0.125, 0.25, -0.75, -0.5, 0.25}, within(1e-6));
    }
  }

  @Test
  void addsUpWhatItsMembersContributeToStackedLogits() {
    try (Model model =
        open(
            PROBABILITY,
            new EnsembleSpec(
                Method.STACKING,
                List.of(probability("left", 2), probability("right", -0.5)),
                0.25,
                null))) {
      Attribution attribution = model.attribution().orElseThrow();
      float[] rows = {3, 0.5f, -40, 20, 0, 0};
      float[] scores = new float[3];
      double[] out = new double[9];
      model.score(rows, 3, scores);
      attribution.attribute(rows, 3, out);

      assertThat(attribution.link()).isEqualTo(Link.LOGIT);
      assertThat(out[0]).isCloseTo(6, within(1e-4));
      assertThat(out[1]).isCloseTo(-1.5, within(1e-4));
      assertThat(out[2]).isCloseTo(-0.25, within(1e-12));
      for (int row = 0; row < 3; row++) {
        double sum = out[3 * row] + out[3 * row + 1] + out[3 * row + 2];
        assertThat(Link.LOGIT.inverse(sum)).isCloseTo(scores[row], within(1e-6));
      }
    }
  }

  @Test
  void holdsAnEnsembleOfEnsembles() throws IOException {
    open(
            PROBABILITY,
            new EnsembleSpec(
                Method.MEAN, List.of(probability("left", 1), probability("right", 1)), 0, null))
        .close();
    Path inner = artifacts.resolve("inner");
    for (String name : List.of("left", "right")) {
      Files.createDirectories(inner.resolve(name));
      Files.copy(
          artifacts.resolve(name).resolve("network.json"),
          inner.resolve(name).resolve("network.json"));
    }
    Files.copy(artifacts.resolve("ensemble.json"), inner.resolve("ensemble.json"));

    try (Model model =
        open(
            PROBABILITY,
            new EnsembleSpec(
                Method.MEAN,
                List.of(new Member("inner", "ensemble", 1, PROBABILITY), probability("right", 1)),
                0,
                null))) {
      double expected = 0.25 * sigmoid(2.5) + 0.75 * sigmoid(2);
      assertThat(score(model, 3, 0.5f)).isCloseTo((float) expected, within(1e-6f));
    }
  }

  @Test
  void closesTheMembersItHasOpenedWhenOneCannotBe() {
    CountingEngine counting = new CountingEngine();
    EnsembleFixture.write(
        artifacts,
        new EnsembleSpec(
            Method.MEAN, List.of(probability("left", 1), probability("absent", 1)), 0, null));

    assertThatThrownBy(() -> new EnsembleEngine(name -> counting).open(REF, PROBABILITY, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: member absent: ");
    assertThat(counting.open).isZero();
    assertThat(counting.opened).isEqualTo(1);
  }

  @Test
  void closesItsMembersOnce() {
    CountingEngine counting = new CountingEngine();
    EnsembleFixture.write(
        artifacts,
        new EnsembleSpec(
            Method.MEAN, List.of(probability("left", 1), probability("right", 1)), 0, null));
    Model model = new EnsembleEngine(name -> counting).open(REF, PROBABILITY, artifacts);
    assertThat(counting.open).isEqualTo(2);

    model.close();
    model.close();

    assertThat(counting.open).isZero();
  }

  @Test
  void refusesMembersOutsideOfItsDirectory() {
    for (String outside : List.of("../other", ".", "left/../..")) {
      assertThatThrownBy(
              () ->
                  open(
                      PROBABILITY,
                      new EnsembleSpec(
                          Method.MEAN,
                          List.of(new Member(outside, "mlp", 1, PROBABILITY)),
                          0,
                          null)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("lies outside of");
    }
  }

  @Test
  void refusesAFeatureThatNoMemberTakesAndAnUnknownEngine() {
    ModelSignature wider = ModelSignature.probability("in", "out", List.of("a", "b", "c"));
    EnsembleSpec spec = new EnsembleSpec(Method.MEAN, List.of(probability("left", 1)), 0, null);

    assertThatThrownBy(() -> open(wider, spec))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the members take the features [b, a] together")
        .hasMessageContaining("[a, b, c]");
    assertThatThrownBy(
            () ->
                open(
                    PROBABILITY,
                    new EnsembleSpec(
                        Method.MEAN, List.of(new Member("left", "mlq", 1, PROBABILITY)), 0, null)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: member left: mlq is no engine; did you mean mlp");
  }

  @Test
  void refusesToMixKinds() {
    assertThatThrownBy(
            () ->
                open(
                    VALUE, new EnsembleSpec(Method.MEAN, List.of(probability("left", 1)), 0, null)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("MEAN makes a VALUE of member left, which gives a PROBABILITY");
    assertThatThrownBy(
            () ->
                open(
                    VALUE,
                    new EnsembleSpec(Method.STACKING, List.of(value("left-value", 1)), 0, null)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("stacking is for probabilities");
  }

  @Test
  void refusesWeightsThatAreNone() {
    List<Member> members = List.of(probability("left", 1), probability("right", 1));

    assertThatThrownBy(() -> new EnsembleSpec(Method.MEAN, List.of(), 0, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there are no members");
    assertThatThrownBy(
            () -> new EnsembleSpec(Method.MEAN, List.of(probability("left", -1)), 0, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("below 0 is for stacking only");
    assertThatThrownBy(
            () -> new EnsembleSpec(Method.MEAN, List.of(probability("left", 0)), 0, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the sum must be above 0");
    assertThatThrownBy(() -> probability("left", Double.NaN)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new EnsembleSpec(Method.MEAN, members, 1, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("an intercept of 1.0 is for stacking only");
    assertThatThrownBy(() -> new EnsembleSpec(Method.HEDGE, members, 0, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("hedge needs its losses");
    assertThatThrownBy(
            () -> new EnsembleSpec(Method.HEDGE, members, 0, new HedgeState(1, List.of(0.0, 1.0))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its losses give 0.73");
    assertThatThrownBy(
            () ->
                new EnsembleSpec(
                    Method.MEAN, List.of(probability("left", 1), probability("left", 1)), 0, null))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("member left is listed twice");
  }

  @Test
  void refusesTextThatIsNoEnsemble() {
    assertThatThrownBy(() -> EnsembleSpec.fromJson("{\"method\": \"median\", \"members\": []}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("median");
    assertThatThrownBy(() -> EnsembleSpec.fromJson("{\"members\": []}"))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> EnsembleSpec.fromJson("{")).isInstanceOf(ModelException.class);
  }
}
