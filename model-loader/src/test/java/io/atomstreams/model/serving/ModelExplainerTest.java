package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.EngineFixtures;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.explain.Background;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.explain.ShapleyAttribution;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever engine a served model has, its scores are explained. */
class ModelExplainerTest {

  private static final ModelRef ONE = new ModelRef("churn", 1);
  private static final int COLUMNS = 11;
  private static final int WIDTH = COLUMNS + 1;
  private static final int ROWS = 20;
  private static final List<String> FEATURES = TinyNetworks.features(COLUMNS);
  private static final float[] BATCH = TinyNetworks.rows(ROWS, COLUMNS, 9);
  private static final ShapleyAttribution.Options BUDGET =
      ShapleyAttribution.Options.defaults(1).withPairs(1);

  @TempDir Path temp;

  static Stream<String> engines() {
    return Engines.all().stream()
        .map(ModelEngine::name)
        .filter(engine -> EngineFixtures.of(engine).isHere());
  }

  private static double[] explain(Attribution attribution) {
    double[] out = new double[ROWS * WIDTH];
    attribution.attribute(BATCH, ROWS, out);
    return out;
  }

  /** As a reader of the topic sees a number: a decimal that gives the same bits again. */
  private static double asWritten(double value) {
    return Double.parseDouble(Double.toString(value));
  }

  private static void requireAddsUp(ServedModel model, Attribution attribution) {
    float[] scores = new float[ROWS];
    model.score(BATCH, ROWS, scores);
    double[] out = explain(attribution);
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double size = 0;
      for (int i = row * WIDTH; i < (row + 1) * WIDTH; i++) {
        sum += asWritten(out[i]);
        size += Math.abs(out[i]);
      }
      boolean isLogit = attribution.link() == Attribution.Link.LOGIT;
      assertThat(attribution.link().inverse(sum))
          .as("row %d by %s", row, attribution.method())
          .isCloseTo(
              Float.parseFloat(Float.toString(scores[row])),
              within(1e-6 * (isLogit ? 1.0 : Math.max(1, size))));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void bothWaysAddUpToTheScoreWhateverTheEngine(String engine) {
    new StoredModels(temp).save("churn@1", engine, COLUMNS, 3);
    try (WarmModels warm = new WarmModels(new StoredModels(temp).registry, new SharedModels())) {
      ServedModel model = warm.warm(ONE, FEATURES);

      requireAddsUp(model, model.explainer().quick(BUDGET));
      requireAddsUp(model, model.explainer().close(BUDGET));
    }
  }

  @Test
  void whatTheEngineSaysExactlyComesFirstAndWhatItSaysCoarselyOnlyWhereManyAreExplained() {
    StoredModels stored = new StoredModels(temp);
    stored.save("churn@1", "trees", COLUMNS, 3);
    stored.save("churn@2", "mlp", COLUMNS, 3);
    stored.save("churn@3", "tensorflow", COLUMNS, 3);
    try (WarmModels warm = new WarmModels(stored.registry, new SharedModels())) {
      ModelExplainer trees = warm.warm(ONE, FEATURES).explainer();
      ModelExplainer mlp = warm.warm(new ModelRef("churn", 2), FEATURES).explainer();
      ModelExplainer graph = warm.warm(new ModelRef("churn", 3), FEATURES).explainer();

      assertThat(trees.quick(BUDGET).method()).isEqualTo("tree_shap");
      assertThat(trees.close(BUDGET).method()).isEqualTo("tree_shap");
      assertThat(mlp.quick(BUDGET).isExact()).isFalse();
      assertThat(mlp.quick(BUDGET).method()).doesNotStartWith("shapley");
      assertThat(mlp.close(BUDGET).method()).isEqualTo("shapley_paired_orders");
      assertThat(graph.quick(BUDGET).method()).isEqualTo("shapley_paired_orders");
      assertThat(graph.close(BUDGET)).isSameAs(graph.quick(BUDGET));
      assertThat(graph.close(new ShapleyAttribution.Options(1, 1 << 20, 1, 480)).isExact())
          .isTrue();
    }
  }

  @Test
  void theRowsSavedWithAModelComeBeforeItsGoldenOnes() {
    Background saved = new Background(FEATURES, List.of(Collections.nCopies(COLUMNS, 0.25f)));
    float[] alone = new float[COLUMNS];
    Arrays.fill(alone, 0.25f);
    StoredModels stored = new StoredModels(temp);
    stored.save("churn@1", "tensorflow", COLUMNS, 3);
    stored.save("churn@2", "tensorflow", COLUMNS, 3, saved);
    try (WarmModels warm = new WarmModels(stored.registry, new SharedModels())) {
      ServedModel golden = warm.warm(ONE, FEATURES);
      ServedModel own = warm.warm(new ModelRef("churn", 2), FEATURES);
      float[] score = new float[1];
      own.score(alone, 1, score);

      double base = explain(own.explainer().quick(BUDGET))[COLUMNS];
      assertThat(Attribution.Link.LOGIT.inverse(base)).isCloseTo(score[0], within(1e-6));
      assertThat(explain(golden.explainer().quick(BUDGET))[COLUMNS]).isNotEqualTo(base);
    }
  }

  @Test
  void aBackgroundOfOtherFeaturesIsRefusedWithItsModel() {
    StoredModels stored = new StoredModels(temp);
    Background other = new Background(List.of("age"), List.of(List.of(1f)));
    stored.save("churn@1", "tensorflow", COLUMNS, 3, other);
    SharedModels shared = new SharedModels();
    try (WarmModels warm = new WarmModels(stored.registry, shared)) {
      assertThatThrownBy(() -> warm.warm(ONE, FEATURES))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("background: it lists the features [age]");
      assertThat(shared.openModels()).isZero();
    }
  }

  @Test
  void theSurrogateSaysTheScoreOfTheRowAndTreesShowTheirWays() {
    StoredModels stored = new StoredModels(temp);
    stored.save("churn@1", "trees", COLUMNS, 3);
    stored.save("churn@2", "linear", COLUMNS, 3);
    try (WarmModels warm = new WarmModels(stored.registry, new SharedModels())) {
      ServedModel trees = warm.warm(ONE, FEATURES);
      ServedModel linear = warm.warm(new ModelRef("churn", 2), FEATURES);

      LocalSurrogate.Explanation near =
          linear.explainer().surrogate(LocalSurrogate.Options.defaults(1)).explain(BATCH);
      assertThat(near.fidelity()).isBetween(0.0, 1.0);
      assertThat(linear.explainer().paths()).isEmpty();
      DecisionPaths paths = trees.explainer().paths().orElseThrow();
      float[] scores = new float[ROWS];
      trees.score(BATCH, ROWS, scores);
      double base = logit(scores[0]) - added(paths.of(BATCH));
      for (int i = 1; i < ROWS; i++) {
        float[] row = Arrays.copyOfRange(BATCH, i * COLUMNS, (i + 1) * COLUMNS);
        assertThat(base + added(paths.of(row))).isCloseTo(logit(scores[i]), within(1e-4));
      }
      for (DecisionPaths.Path path : paths.of(BATCH)) {
        assertThat(path.steps().size()).isBetween(0, path.depth());
        for (DecisionPaths.Step step : path.steps()) {
          if (!Float.isNaN(step.value())) {
            assertThat(step.isBelow()).isEqualTo(step.value() < step.threshold());
          }
        }
      }
    }
  }

  private static double added(List<DecisionPaths.Path> paths) {
    return paths.stream().mapToDouble(DecisionPaths.Path::added).sum();
  }

  private static double logit(float p) {
    return Math.log(p / (1.0 - p));
  }
}
