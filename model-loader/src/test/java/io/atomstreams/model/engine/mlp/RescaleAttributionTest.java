package io.atomstreams.model.engine.mlp;

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
import io.atomstreams.model.engine.mlp.NetworkWeights.Layer;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescaleAttributionTest {

  @TempDir Path artifacts;

  private Model open(int columns, List<Integer> hidden) {
    TrainedNetwork network = TinyNetworks.random(TinyNetworks.features(columns), hidden, 17);
    PortableNetwork.write(network, artifacts);
    return new MlpEngine()
        .open(
            new ModelRef("churn", 1),
            ModelSignature.probability(
                TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, network.features()),
            artifacts);
  }

  @Test
  void addsUpToTheScore() {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(32, 16), List.of(64, 64, 8))) {
      Model model = open(40, hidden);
      Attribution attribution = model.attribution().orElseThrow();
      float[] rows = TinyNetworks.rows(300, 40, 2);
      float[] scores = new float[300];
      double[] out = new double[300 * 41];
      model.score(rows, 300, scores);
      attribution.attribute(rows, 300, out);

      for (int row = 0; row < 300; row++) {
        double sum = 0;
        for (int i = 0; i <= 40; i++) {
          sum += out[row * 41 + i];
        }
        assertThat(attribution.link().inverse(sum)).isCloseTo(scores[row], within(1e-6));
      }
    }
  }

  /** max(0, a + b − 1) · 3 − max(0, 2 a), whose first unit begins below its corner. */
  @Test
  void handsBackAsTheRuleSays() throws IOException {
    NetworkWeights weights =
        new NetworkWeights(
            List.of("a", "b"),
            false,
            new float[2],
            new float[] {1, 1},
            List.of(
                new Layer(2, 2, Activation.RELU, new float[] {1, 2, 1, 0}, new float[] {-1, 0}),
                new Layer(2, 1, Activation.IDENTITY, new float[] {3, -1}, new float[] {0.5f})));
    Files.writeString(artifacts.resolve(MlpEngine.NETWORK_FILE), weights.toJson());
    ModelSignature signature =
        new ModelSignature(
            List.of(TensorSpec.floatRows("in", 2)),
            List.of(TensorSpec.floatPerRow("out")),
            List.of("a", "b"),
            new Score("out", 0, Kind.VALUE));
    Model model = new MlpEngine().open(new ModelRef("m", 1), signature, artifacts);
    double[] out = new double[9];

    model.attribution().orElseThrow().attribute(new float[] {2, 1, 0, 4, 0, 0}, 3, out);

    // (2, 1): the first unit goes from −1 to 2, its value from 0 to 2: 2/3 of each input's change
    assertThat(out).containsExactly(new double[] {0, 2, 0.5, 0, 9, 0.5, 0, 0, 0.5}, within(1e-6));
  }

  @Test
  void givesAMissingFeatureNothing() {
    Attribution attribution = open(15, List.of(32, 16)).attribution().orElseThrow();
    float[] rows = TinyNetworks.rows(100, 15, 2);
    double[] out = new double[100 * 16];
    attribution.attribute(rows, 100, out);

    int missing = 0;
    for (int i = 0; i < rows.length; i++) {
      if (Float.isNaN(rows[i])) {
        missing++;
        assertThat(out[i / 15 * 16 + i % 15]).isZero();
      }
    }
    assertThat(missing).isPositive();
  }

  @Test
  void doesNotDependOnTheOtherRows() {
    Attribution attribution = open(15, List.of(32, 16)).attribution().orElseThrow();
    float[] rows = TinyNetworks.rows(10, 15, 2);
    double[] together = new double[160];
    attribution.attribute(rows, 10, together);

    double[] alone = new double[16];
    attribution.attribute(Arrays.copyOfRange(rows, 75, 90), 1, alone);

    assertThat(alone).isEqualTo(Arrays.copyOfRange(together, 80, 96));
  }

  @Test
  void explainsNoMoreOnceClosedAndRefusesShortArrays() {
    Model model = open(15, List.of());
    Attribution attribution = model.attribution().orElseThrow();

    assertThatThrownBy(() -> attribution.attribute(new float[30], 2, new double[31]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1");
    model.close();
    assertThatThrownBy(() -> attribution.attribute(new float[15], 1, new double[16]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
  }
}
