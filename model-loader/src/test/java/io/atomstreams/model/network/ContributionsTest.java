package io.atomstreams.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.training.SavedModelRun;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContributionsTest {

  private static final int FEATURES = 15;
  private static final int ROWS = 300;
  private static final Network NETWORK =
      TinyNetworks.random(TinyNetworks.features(FEATURES), List.of(32, 16), 9).network();

  @TempDir Path directory;

  @Test
  void addUpToTheScoreThatIsServed() {
    float[] rows = TinyNetworks.rows(ROWS, FEATURES, 2);

    Map<String, double[]> served = SavedModelRun.of(NETWORK, directory, rows, ROWS);

    double[] contributions = served.get("contributions");
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int column = 0; column <= FEATURES; column++) {
        sum += contributions[row * (FEATURES + 1) + column];
      }
      assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(served.get("probability")[row], within(2e-7));
    }
  }

  @Test
  void giveAMissingValueNothingAndEveryRowTheSameBase() {
    float[] rows = TinyNetworks.rows(ROWS, FEATURES, 2);

    double[] contributions = SavedModelRun.of(NETWORK, directory, rows, ROWS).get("contributions");

    float[] nobody = new float[FEATURES];
    Arrays.fill(nobody, Float.NaN);
    double base = SampleNetworks.inJava(NETWORK, nobody, 1).get("contributions")[FEATURES];
    for (int row = 0; row < ROWS; row++) {
      assertThat(contributions[row * (FEATURES + 1) + FEATURES]).isCloseTo(base, within(1e-12));
      for (int column = 0; column < FEATURES; column++) {
        if (Float.isNaN(rows[row * FEATURES + column])) {
          assertThat(contributions[row * (FEATURES + 1) + column]).isZero();
        }
      }
    }
  }

  @Test
  void areTheTermsOfALinearModel() {
    Network linear = TinyNetworks.random(TinyNetworks.features(3), List.of(), 9).network();
    float[] row = {2, Float.NaN, -5};
    float[] prepared = linear.preparation().before(row);
    float[] kernel = linear.weights().values("dense_0/kernel");

    double[] contributions = SampleNetworks.inJava(linear, row, 1).get("contributions");

    for (int i = 0; i < 3; i++) {
      assertThat(contributions[i]).isCloseTo(prepared[i] * kernel[i], within(1e-6));
    }
  }

  @Test
  void giveTheRatioOfDifferencesToAUnitThatBends() {
    // max(0, x + 1) − max(0, 2 − x) from 0 to 3: the first goes 1 → 4, the second 2 → 0
    MlpArchitecture bent = new MlpArchitecture(TensorSpec.floatRows("features", 1), List.of(2), 1);
    Network network =
        new Network(
            List.of("x"),
            bent,
            new Weights(
                bent.weights(),
                List.of(
                    new float[] {1, -1}, new float[] {1, 2}, new float[] {1, -1}, new float[1])),
            Preparation.NONE,
            new ProbabilityObjective());

    double[] contributions =
        SampleNetworks.inJava(network, new float[] {3}, 1).get("contributions");

    assertThat(contributions).containsExactly(new double[] {5, -1}, within(1e-12));
  }

  @Test
  void areLeftOutWhereNoRuleIsAdditive() {
    for (Network network : SampleNetworks.all()) {
      boolean explained =
          network.architecture().name().equals("mlp")
              && network.objective() instanceof ProbabilityObjective;
      assertThat(network.hasContributions()).isEqualTo(explained);
      assertThat(
              network.outputs().stream().map(TensorSpec::name).toList().contains("contributions"))
          .isEqualTo(explained);
    }
  }
}
