package io.atomstreams.model.engine.mlp;

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
import io.atomstreams.model.engine.mlp.NetworkWeights.Layer;
import io.atomstreams.model.engine.tensorflow.TensorFlowEngine;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlpEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final List<String> FEATURES = List.of("a", "b");

  @TempDir Path artifacts;

  private static ModelSignature signature(int outputs, Kind kind) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("in", 2)),
        List.of(TensorSpec.floatRows("out", outputs)),
        FEATURES,
        new Score("out", outputs - 1, kind));
  }

  private Model open(NetworkWeights weights, ModelSignature signature) throws IOException {
    Files.writeString(artifacts.resolve(MlpEngine.NETWORK_FILE), weights.toJson());
    return new MlpEngine().open(REF, signature, artifacts);
  }

  /** Two inputs, three units of {@code hidden}, two of {@code last}. */
  private static NetworkWeights network(Activation hidden, Activation last) {
    return new NetworkWeights(
        FEATURES,
        false,
        new float[] {1, 0},
        new float[] {2, 1},
        List.of(
            new Layer(
                2, 3, hidden, new float[] {1, -1, 0.5f, 0.25f, 2, -0.5f}, new float[] {0, 1, -1}),
            new Layer(3, 2, last, new float[] {1, 0, -1, 1, 0.5f, 2}, new float[] {0.1f, -0.1f})));
  }

  private static double applied(Activation activation, double x) {
    return switch (activation) {
      case IDENTITY, SOFTMAX -> x;
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }

  /** The same network written out. */
  private static double[] formula(Activation hidden, Activation last, double a, double b) {
    double z = (a - 1) / 2;
    double h0 = applied(hidden, z + 0.25 * b);
    double h1 = applied(hidden, -z + 2 * b + 1);
    double h2 = applied(hidden, 0.5 * z - 0.5 * b - 1);
    double y0 = applied(last, h0 - h1 + 0.5 * h2 + 0.1);
    double y1 = applied(last, h1 + 2 * h2 - 0.1);
    if (last != Activation.SOFTMAX) {
      return new double[] {y0, y1};
    }
    double share = 1 / (1 + Math.exp(y0 - y1));
    return new double[] {1 - share, share};
  }

  @ParameterizedTest
  @EnumSource
  void computesEveryActivationAtTheEndAndInTheMiddle(Activation activation) throws IOException {
    Activation hidden = activation == Activation.SOFTMAX ? Activation.TANH : activation;
    float[] rows = {3, -1, 0.5f, 0.25f, -4, 2, 1.0001f, -0.2499f};

    float[] out = new float[8];
    try (Model model = open(network(hidden, activation), signature(2, Kind.VALUE))) {
      model.score(rows, 4, out);
    }

    for (int row = 0; row < 4; row++) {
      double[] expected = formula(hidden, activation, rows[2 * row], rows[2 * row + 1]);
      assertThat(out[2 * row]).isCloseTo((float) expected[0], within(1e-6f));
      assertThat(out[2 * row + 1]).isCloseTo((float) expected[1], within(1e-6f));
    }
  }

  @Test
  void scoresAsTensorFlowDoesWithTheSameWeights() {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(3), List.of(32, 16))) {
      TrainedNetwork network = TinyNetworks.random(TinyNetworks.features(15), hidden, 21);
      network.exportSavedModel(artifacts);
      PortableNetwork.write(network, artifacts);
      ModelSignature signature =
          ModelSignature.probability(
              TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, network.features());
      float[] rows = TinyNetworks.rows(500, 15, 4);
      float[] plain = new float[500];
      float[] tensorFlow = new float[500];
      try (Model mlp = new MlpEngine().open(REF, signature, artifacts);
          Model saved = new TensorFlowEngine().open(REF, signature, artifacts)) {
        mlp.score(rows, 500, plain);
        saved.score(rows, 500, tensorFlow);
      }

      for (int i = 0; i < plain.length; i++) {
        assertThat(plain[i]).isCloseTo(tensorFlow[i], within(1e-5f));
      }
    }
  }

  @Test
  void takesTheSignedLogarithmOfTheSmallestAndTheGreatest() throws IOException {
    NetworkWeights weights =
        new NetworkWeights(
            FEATURES,
            true,
            new float[] {0, 0},
            new float[] {1, 1},
            List.of(new Layer(2, 1, Activation.IDENTITY, new float[] {1, 0}, new float[] {0})));
    float[] values = {1e-30f, -1e-7f, 9.99e-6f, 1.01e-5f, -0.5f, 3, 1e9f, -Float.MAX_VALUE};
    float[] out = new float[1];
    try (Model model = open(weights, signature(1, Kind.VALUE))) {
      for (float value : values) {
        model.score(new float[] {value, 0}, 1, out);
        float expected = (float) Math.copySign(Math.log1p(Math.abs((double) value)), value);
        assertThat(out[0]).isCloseTo(expected, within(Math.ulp(expected)));
      }
    }
  }

  @Test
  void refusesAProbabilityThatIsNone() {
    assertThatThrownBy(
            () ->
                open(network(Activation.RELU, Activation.IDENTITY), signature(2, Kind.PROBABILITY)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: the score is to be a probability")
        .hasMessageContaining("a sigmoid or a softmax gives one");
  }

  @Test
  void refusesAnotherNumberOfOutputsAndOtherFeatures() {
    NetworkWeights weights = network(Activation.RELU, Activation.SOFTMAX);

    assertThatThrownBy(() -> open(weights, signature(3, Kind.VALUE)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("one output of 2 values a row");
    assertThatThrownBy(
            () -> open(weights, ModelSignature.probability("in", "out", List.of("b", "a"))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: network.json lists the features [a, b]");
  }

  @Test
  void explainsOneUnitAndLeavesClassesToOthers() throws IOException {
    try (Model classes =
        open(network(Activation.RELU, Activation.SOFTMAX), signature(2, Kind.PROBABILITY))) {
      assertThat(classes.attribution()).isEmpty();
    }
  }
}
