package io.atomstreams.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.mlp.MlpEngine;
import io.atomstreams.model.explain.ShapleyAttribution.Options;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.SyntheticShop;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the fast methods are from the exact Shapley values: the numbers in the README. */
class FidelityTest {

  private static final int ROWS = 100;
  private static final Options EXACT = new Options(1, 1 << 20, 1, 480);

  @TempDir Path artifacts;

  private Model open(TrainedNetwork network) {
    PortableNetwork.write(network, artifacts);
    return new MlpEngine()
        .open(
            new ModelRef("m", 1),
            ModelSignature.probability(
                TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, network.features()),
            artifacts);
  }

  private static TrainedNetwork random(List<Integer> hidden) {
    return TinyNetworks.random(TinyNetworks.features(8), hidden, 31);
  }

  private static double[] explain(Attribution attribution, float[] rows) {
    double[] out = new double[ROWS * (rows.length / ROWS + 1)];
    attribution.attribute(rows, ROWS, out);
    return out;
  }

  /**
   * How far a method is from the exact values.
   *
   * @param error mean error as a share of the mean size of a contribution
   * @param sameFirst share of rows with the same feature in front
   */
  private record Fidelity(double error, double sameFirst) {}

  private static Fidelity fidelity(double[] exact, double[] other, int columns) {
    return new Fidelity(
        OrdinaryRows.distance(exact, other, columns),
        OrdinaryRows.sameFirst(exact, other, columns));
  }

  private static Fidelity sampled(Model model, Background background, float[] rows, int pairs) {
    return fidelity(
        explain(new ShapleyAttribution(model, background, EXACT), rows),
        explain(new ShapleyAttribution(model, background, new Options(1, 0, pairs, 480)), rows),
        background.features().size());
  }

  /** Against the row of missing values, with which the rule itself compares. */
  private static Fidelity rescaled(Model model, float[] rows) {
    List<String> features = model.signature().features();
    Background mean =
        new Background(features, List.of(Collections.nCopies(features.size(), Float.NaN)));
    return fidelity(
        explain(new ShapleyAttribution(model, mean, EXACT), rows),
        explain(model.attribution().orElseThrow(), rows),
        features.size());
  }

  @Test
  void pairedOrdersComeNearerWithMoreOrders() {
    TrainedNetwork network = random(List.of(32, 16));
    try (Model model = open(network)) {
      Background background =
          Background.spread(network.features(), OrdinaryRows.of(network, 32, 5), 32);
      float[] rows = OrdinaryRows.of(network, ROWS, 6);
      Fidelity one = sampled(model, background, rows, 1);
      Fidelity four = sampled(model, background, rows, 4);
      Fidelity sixteen = sampled(model, background, rows, 16);

      assertThat(one.error()).isLessThan(0.15);
      assertThat(four.error()).isLessThan(0.7 * one.error());
      assertThat(sixteen.error()).isLessThan(0.7 * four.error());
      assertThat(four.sameFirst()).isGreaterThan(0.9);
    }
  }

  @Test
  void rescaleIsExactWithoutHiddenLayersAndCoarseWithThem() {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(32, 16))) {
      TrainedNetwork network = random(hidden);
      try (Model model = open(network)) {
        Fidelity rescale = rescaled(model, OrdinaryRows.of(network, ROWS, 6));

        assertThat(rescale.error()).isLessThan(hidden.isEmpty() ? 1e-4 : 1);
        assertThat(rescale.sameFirst()).isGreaterThan(hidden.isEmpty() ? 0.99 : 0.3);
      }
    }
  }

  @Test
  void pairedOrdersAreNearerThanRescaleOnATrainedNetwork() {
    TrainingSet set = SyntheticShop.rows(8000, 3);
    TimeSplit.Periods split = TimeSplit.byShares(set, 0.6, 0.2, Duration.ZERO).apply(set);
    TrainedNetwork network =
        new MlpTrainer(MlpTrainer.Options.defaults(42))
            .train(split.train(), split.validation(), MlpTrainer.Progress.SILENT);
    try (Model model = open(network)) {
      float[] rows = split.test().subset(IntStream.range(0, ROWS).toArray()).rows();
      Background background =
          Background.spread(network.features(), split.train().rows(), split.train().rowCount());
      Fidelity paired = sampled(model, background, rows, 4);
      Fidelity rescale = rescaled(model, rows);

      assertThat(paired.error()).isLessThan(0.08);
      assertThat(paired.sameFirst()).isGreaterThan(0.9);
      assertThat(rescale.error()).isBetween(paired.error(), 0.8);
      assertThat(rescale.sameFirst()).isGreaterThan(0.5);
    }
  }
}
