package io.atomstreams.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.tensorflow.TensorFlowEngine;
import io.atomstreams.model.explain.ShapleyAttribution.Options;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapleyAttributionTest {

  private static final Options EXACT = new Options(1, 1 << 20, 1, 480);
  private static final Options SAMPLED = new Options(1, 0, 1, 480);

  @TempDir Path artifacts;

  private static Background background(int rows, int columns) {
    return Background.spread(
        TinyNetworks.features(columns), TinyNetworks.rows(rows, columns, 77), rows);
  }

  private static Background zeros(int columns) {
    return new Background(
        TinyNetworks.features(columns), List.of(Collections.nCopies(columns, 0f)));
  }

  private static double[] explain(Attribution attribution, float[] rows, int count) {
    double[] out = new double[count * (rows.length / count + 1)];
    attribution.attribute(rows, count, out);
    return out;
  }

  private static ModelSignature signature(TrainedNetwork network) {
    return ModelSignature.probability(
        TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, network.features());
  }

  @Test
  void sharesAProductEquallyAndATermToItsFeature() {
    Model model = FormulaModel.value(4, x -> 5 + 2 * x[0] + x[1] * x[2]);

    for (Options options : List.of(EXACT, SAMPLED)) {
      double[] out =
          explain(new ShapleyAttribution(model, zeros(4), options), new float[] {3, 4, 5, 6}, 1);

      assertThat(out).containsExactly(new double[] {6, 10, 10, 0, 5}, within(1e-6));
    }
  }

  /** Three players: majority wins, so that the values can be worked out by hand. */
  @Test
  void agreesWithAVotingGame() {
    Model model = FormulaModel.value(3, x -> 2 * x[0] + x[1] + x[2] >= 3 ? 1 : 0);

    double[] out =
        explain(new ShapleyAttribution(model, zeros(3), EXACT), new float[] {1, 1, 1}, 1);

    assertThat(out).containsExactly(new double[] {4 / 6.0, 1 / 6.0, 1 / 6.0, 0}, within(1e-12));
  }

  @Test
  void isExactOnPairsOfFeaturesWhateverOrdersAreDrawn() {
    Model model =
        FormulaModel.value(
            6, x -> x[0] * x[1] - 3 * x[2] * x[3] + Math.sin(x[4]) * x[5] + x[0] * x[5]);
    float[] rows = new float[60];
    float[] others = new float[48];
    RowRandom random = new RowRandom(3, rows, 0, 0);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.normal();
    }
    for (int i = 0; i < others.length; i++) {
      others[i] = (float) random.normal();
    }
    Background background = Background.spread(TinyNetworks.features(6), others, 8);

    double[] exact = explain(new ShapleyAttribution(model, background, EXACT), rows, 10);
    double[] sampled = explain(new ShapleyAttribution(model, background, SAMPLED), rows, 10);

    assertThat(sampled).containsExactly(exact, within(1e-5));
  }

  @Test
  void addsUpToTheScoreOnBothLinks() {
    for (int columns : new int[] {1, 2, 9, 20}) {
      for (FormulaModel model :
          List.of(
              FormulaModel.value(columns, ShapleyAttributionTest::rough),
              FormulaModel.probability(columns, ShapleyAttributionTest::rough))) {
        ShapleyAttribution attribution =
            new ShapleyAttribution(model, background(32, columns), Options.defaults(5));
        float[] rows = TinyNetworks.rows(20, columns, 8);
        float[] scores = new float[40];
        model.score(rows, 20, scores);

        double[] out = explain(attribution, rows, 20);

        for (int row = 0; row < 20; row++) {
          double sum = 0;
          for (int i = 0; i <= columns; i++) {
            sum += out[row * (columns + 1) + i];
          }
          assertThat(attribution.link().inverse(sum)).isCloseTo(scores[2 * row + 1], within(1e-6));
        }
      }
    }
  }

  /** Between −40 and 40, with jumps; saturates a probability at both ends. */
  private static double rough(float[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double value = Float.isNaN(x[i]) ? 1 : x[i];
      sum += Math.sin(value * (i + 1)) * (Math.floor(value) % 2 == 0 ? 3 : -2);
      sum += i > 0 && value > x[i - 1] ? 20 : -4;
    }
    return Math.max(-40, Math.min(40, sum));
  }

  @Test
  void costsWhatItSays() {
    FormulaModel model = FormulaModel.value(15, ShapleyAttributionTest::rough);
    ShapleyAttribution sampled =
        new ShapleyAttribution(model, background(32, 15), Options.defaults(5));
    model.batches.clear();
    explain(sampled, TinyNetworks.rows(1, 15, 8), 1);

    assertThat(sampled.isExact()).isFalse();
    assertThat(model.batches.stream().mapToInt(i -> i).sum()).isEqualTo(2 * 4 * 32 * 14 + 1);
    assertThat(model.batches).allMatch(size -> size <= 480).hasSize(9);

    FormulaModel small = FormulaModel.value(8, ShapleyAttributionTest::rough);
    ShapleyAttribution exact =
        new ShapleyAttribution(small, background(32, 8), Options.defaults(5));
    small.batches.clear();
    explain(exact, TinyNetworks.rows(1, 8, 8), 1);

    assertThat(exact.isExact()).isTrue();
    assertThat(small.batches.stream().mapToInt(i -> i).sum()).isEqualTo(256 * 32 + 1);
    assertThat(small.batches).allMatch(size -> size <= 480);
  }

  @Test
  void givesARowTheSameExplanationInEveryBatchAndAnotherSeedAnother() {
    Model model = FormulaModel.value(12, ShapleyAttributionTest::rough);
    float[] rows = TinyNetworks.rows(30, 12, 8);
    ShapleyAttribution attribution = new ShapleyAttribution(model, background(8, 12), SAMPLED);
    double[] together = explain(attribution, rows, 30);

    for (int row : new int[] {0, 7, 29}) {
      float[] own = Arrays.copyOfRange(rows, row * 12, (row + 1) * 12);
      assertThat(explain(attribution, own, 1))
          .isEqualTo(Arrays.copyOfRange(together, row * 13, (row + 1) * 13));
    }
    ShapleyAttribution other =
        new ShapleyAttribution(model, background(8, 12), new Options(2, 0, 1, 480));
    assertThat(explain(other, rows, 30)).isNotEqualTo(together);
  }

  @Test
  void explainsAModelOfTensorFlow() {
    TrainedNetwork network = TinyNetworks.random(TinyNetworks.features(15), List.of(32, 16), 31);
    network.exportSavedModel(artifacts);
    float[] rows = TinyNetworks.rows(20, 15, 12);
    float[] scores = new float[20];
    try (Model model =
        new TensorFlowEngine().open(new ModelRef("m", 1), signature(network), artifacts)) {
      ShapleyAttribution attribution =
          new ShapleyAttribution(model, background(32, 15), Options.defaults(5));
      model.score(rows, 20, scores);
      double[] out = explain(attribution, rows, 20);

      assertThat(attribution.link()).isEqualTo(Link.LOGIT);
      for (int row = 0; row < 20; row++) {
        double sum = Arrays.stream(out, row * 16, row * 16 + 16).sum();
        assertThat(Link.LOGIT.inverse(sum)).isCloseTo(scores[row], within(1e-6));
      }
    }
  }

  @Test
  void refusesOtherFeaturesShortArraysAndScoresThatAreNoNumber() {
    Model model = FormulaModel.value(3, x -> x[0]);

    assertThatThrownBy(() -> new ShapleyAttribution(model, zeros(2), EXACT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the background has the features [f0, f1], the model [f0, f1, f2]");
    ShapleyAttribution attribution = new ShapleyAttribution(model, zeros(3), EXACT);
    assertThatThrownBy(() -> attribution.attribute(new float[6], 2, new double[7]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the contributions of 2 rows of 3 need 8");
    assertThatThrownBy(() -> attribution.attribute(new float[] {Float.NaN, 0, 0}, 1, new double[4]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Options(1, -1, 1, 1)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Options(1, 0, 0, 1)).isInstanceOf(ModelException.class);
  }
}
