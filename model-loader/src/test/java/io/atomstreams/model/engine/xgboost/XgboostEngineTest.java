package io.atomstreams.model.engine.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.engine.Additivity;
import io.atomstreams.model.engine.Damage;
import io.atomstreams.model.engine.ShopRows;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class XgboostEngineTest {

  private static final ModelRef REF = new ModelRef("basket", 1);
  private static final int COLUMNS = 9;
  private static final ShopRows TRAINING = ShopRows.of(COLUMNS, 900, 11).sparse(2);
  private static final int ROWS = 700;
  private static final float[] BATCH = ShopRows.of(COLUMNS, ROWS, 12).sparse(4).rows();

  /** One of each kind of model. */
  enum Task {
    BINARY("binary:logistic", 1, Kind.PROBABILITY),
    MULTICLASS("multi:softprob", 3, Kind.PROBABILITY),
    TWO_CLASSES("multi:softprob", 2, Kind.PROBABILITY),
    REGRESSION("reg:squarederror", 1, Kind.VALUE);

    final String objective;
    final int outputs;
    final Kind kind;

    Task(String objective, int outputs, Kind kind) {
      this.objective = objective;
      this.outputs = outputs;
      this.kind = kind;
    }

    ModelSignature signature() {
      return TRAINING.signature(outputs, kind);
    }

    XgboostModels train(int rounds, Map<String, Object> more) {
      Map<String, Object> options = new HashMap<>(Map.of("objective", objective, "max_depth", 5));
      if (outputs > 1) {
        options.put("num_class", outputs);
      }
      options.putAll(more);
      float[] labels =
          this == REGRESSION ? TRAINING.values() : TRAINING.classes(Math.max(2, outputs));
      return XgboostModels.train(TRAINING.rows(), COLUMNS, labels, rounds, options);
    }
  }

  @TempDir Path artifacts;

  private Model open(Task task, byte[] file) throws IOException {
    Files.write(artifacts.resolve(XgboostEngine.JSON_FILE), file);
    return new XgboostEngine().open(REF, task.signature(), artifacts);
  }

  private Model open(Task task, String file) throws IOException {
    return open(task, file.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(XgboostModels trained) {
    return new String(trained.bytes("json"), StandardCharsets.UTF_8);
  }

  private static float[] score(Model model, float[] rows, int count) {
    float[] out = new float[count * model.signature().outputWidth()];
    model.score(rows, count, out);
    return out;
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void givesTheSameBitsAsWhatWasTrainedInEveryBatchSize(Task task) throws IOException {
    XgboostModels trained = task.train(25, Map.of());
    float[] expected = trained.predict(BATCH, ROWS);
    try (Model model = open(task, trained.bytes("json"))) {
      assertThat(score(model, BATCH, ROWS)).containsExactly(expected);
      for (int size : new int[] {1, 2, 7, 63, 64, 65, 256}) {
        for (int from = 0; from + size <= ROWS; from += 97) {
          float[] part = new float[size * COLUMNS];
          System.arraycopy(BATCH, from * COLUMNS, part, 0, part.length);
          float[] scores = score(model, part, size);
          for (int i = 0; i < scores.length; i++) {
            assertThat(scores[i]).isEqualTo(expected[from * task.outputs + i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void readsTheBinaryFormToo(Task task) throws IOException {
    XgboostModels trained = task.train(8, Map.of());
    Files.write(artifacts.resolve(XgboostEngine.UBJ_FILE), trained.bytes("ubj"));
    try (Model model = new XgboostEngine().open(REF, task.signature(), artifacts)) {
      assertThat(score(model, BATCH, ROWS)).containsExactly(trained.predict(BATCH, ROWS));
    }
    assertThat(XgboostFile.read(trained.bytes("ubj"), TRAINING.features()))
        .usingRecursiveComparison()
        .isEqualTo(XgboostFile.read(trained.bytes("json"), TRAINING.features()));
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void isConvertedToTreesThatScoreTheSame(Task task) throws IOException {
    for (Map<String, Object> options :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("tree_method", "exact", "gamma", 2),
            Map.of("subsample", 0.5, "num_parallel_tree", 2),
            Map.of("grow_policy", "lossguide", "max_leaves", 20, "max_depth", 0))) {
      XgboostModels trained = task.train(30, options);
      TreeEnsemble ensemble = XgboostFile.read(trained.bytes("json"), TRAINING.features());
      Files.writeString(artifacts.resolve(TreesEngine.TREES_FILE), ensemble.toJson());

      try (Model model = new TreesEngine().open(REF, task.signature(), artifacts)) {
        float[] expected = trained.predict(BATCH, ROWS);
        float[] found = score(model, BATCH, ROWS);
        float size = largest(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i])
              .as("%s, value %d", options, i)
              .isCloseTo(expected[i], within(1e-6f * size));
        }
      }
    }
  }

  /** XGBoost adds in 32 bits: its own sums are off by parts of their largest, not their last. */
  private static float largest(float[] values) {
    float most = 1;
    for (float value : values) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }

  @Test
  void goesTheSameWayOnThresholdsThemselves() throws IOException {
    XgboostModels trained = Task.REGRESSION.train(20, Map.of());
    TreeEnsemble ensemble = XgboostFile.read(trained.bytes("json"), TRAINING.features());
    Files.writeString(artifacts.resolve(TreesEngine.TREES_FILE), ensemble.toJson());
    try (Model model = new TreesEngine().open(REF, Task.REGRESSION.signature(), artifacts)) {
      ensemble.trees().stream()
          .limit(10)
          .forEach(
              tree -> {
                float[] row = BATCH.clone();
                for (int node = 0; node < tree.size(); node++) {
                  if (!tree.isLeaf(node)) {
                    row[tree.feature()[node]] = (float) tree.threshold()[node];
                    assertThat(score(model, row, 1)[0])
                        .isCloseTo(trained.predict(row, 1)[0], within(1e-4f));
                  }
                }
              });
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Task.class,
      names = {"BINARY", "REGRESSION"})
  void saysWhatXgboostSaysEachFeatureAdds(Task task) throws IOException {
    XgboostModels trained = task.train(30, Map.of());
    float[] expected = trained.contributions(BATCH, ROWS);
    double[] found = new double[expected.length];
    try (Model model = open(task, trained.bytes("json"))) {
      model.attribution().orElseThrow().attribute(BATCH, ROWS, found);
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).as("value %d", i).isCloseTo(expected[i], within(1e-4));
      }
      Additivity.require(model, BATCH, ROWS);
    }
  }

  @Test
  void explainsOneOfTwoClassesByTheDifferenceOfTheirMargins() throws IOException {
    XgboostModels trained = Task.TWO_CLASSES.train(20, Map.of());
    float[] expected = trained.contributions(BATCH, ROWS);
    int width = COLUMNS + 1;
    double[] found = new double[ROWS * width];
    try (Model model = open(Task.TWO_CLASSES, trained.bytes("json"))) {
      Attribution attribution = model.attribution().orElseThrow();
      attribution.attribute(BATCH, ROWS, found);
      for (int i = 0; i < found.length; i++) {
        int at = i / width * 2 * width + i % width;
        assertThat(found[i]).isCloseTo(expected[at + width] - expected[at], within(1e-4));
      }
      Additivity.require(model, BATCH, ROWS);
    }
  }

  @Test
  void doesNotExplainOneOfThreeClasses() throws IOException {
    try (Model model = open(Task.MULTICLASS, Task.MULTICLASS.train(2, Map.of()).bytes("json"))) {
      assertThat(model.attribution()).isEmpty();
    }
  }

  @Test
  void comparesTheNamesOfFeatures() throws IOException {
    XgboostModels trained = Task.BINARY.train(2, Map.of());
    open(Task.BINARY, trained.named(TRAINING.features()).bytes("json")).close();
    List<String> swapped = List.of("f1", "f0", "f2", "f3", "f4", "f5", "f6", "f7", "f8");
    byte[] file = trained.named(swapped).bytes("json");

    assertThatThrownBy(() -> open(Task.BINARY, file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("basket@1: the XGBoost model has 9 features: [f1, f0, f2")
        .hasMessageContaining("the manifest has 9: [f0, f1, f2");
  }

  @Test
  void refusesAnotherNumberOfOutputsOrAnotherKindOfScore() {
    byte[] binary = Task.BINARY.train(2, Map.of()).bytes("json");
    byte[] regression = Task.REGRESSION.train(2, Map.of()).bytes("json");

    assertThatThrownBy(() -> open(Task.MULTICLASS, binary))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gives 1 values a row, the manifest has the outputs [out[0]");
    assertThatThrownBy(() -> open(Task.BINARY, regression))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("calls its output out a probability");
  }

  @Test
  void refusesWhatItDoesNotRun() {
    assertThatThrownBy(
            () -> open(Task.BINARY, Task.BINARY.train(2, Map.of("booster", "dart")).bytes("json")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the booster is dart; only gbtree is run");
    assertThatThrownBy(
            () ->
                open(
                    Task.BINARY, Task.BINARY.train(2, Map.of("booster", "gblinear")).bytes("json")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the booster is gblinear");
    assertThatThrownBy(
            () ->
                open(
                    Task.BINARY,
                    Task.BINARY.train(2, Map.of("objective", "binary:hinge")).bytes("json")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the objective is binary:hinge; binary:logistic, multi:softprob");
    assertThatThrownBy(
            () ->
                open(
                    Task.BINARY,
                    json(Task.BINARY.train(2, Map.of()))
                        .replaceFirst("\"split_type\":\\[0", "\"split_type\":[1")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("splits on categories");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"left_children\":\\[1 | \"left_children\":[100000",
        "\"left_children\":\\[1 | \"left_children\":[-2",
        "\"left_children\":\\[1 | \"left_children\":[0",
        "\"left_children\":\\[1, | \"left_children\":[1,1,",
        "\"right_children\":\\[2 | \"right_children\":[1",
        "\"split_indices\":\\[[0-9]+ | \"split_indices\":[9",
        "\"split_indices\":\\[[0-9]+ | \"split_indices\":[-1",
        "\"parents\":\\[2147483647,0 | \"parents\":[2147483647,5",
        "\"split_conditions\":\\[[^,]+ | \"split_conditions\":[NaN",
        "\"split_conditions\":\\[[^,]+ | \"split_conditions\":[\"1\"",
        "\"sum_hessian\":\\[[^,]+ | \"sum_hessian\":[-1",
        "\"num_nodes\":\"[0-9]+ | \"num_nodes\":\"999999999",
        "\"num_trees\":\"[0-9]+ | \"num_trees\":\"1",
        "\"num_deleted\":\"0 | \"num_deleted\":\"-1",
        "\"num_feature\":\"9 | \"num_feature\":\"8",
        "\"iteration_indptr\":\\[0,1 | \"iteration_indptr\":[0,99999",
        "\"iteration_indptr\":\\[0,1 | \"iteration_indptr\":[0",
        "\"tree_info\":\\[0 | \"tree_info\":[1",
        "\"num_parallel_tree\":\"1 | \"num_parallel_tree\":\"0",
        "\"num_class\":\"0 | \"num_class\":\"2",
        "\"size_leaf_vector\":\"1 | \"size_leaf_vector\":\"7",
        "\"base_score\":\"[^\"]+ | \"base_score\":\"1.5",
        "\"base_score\":\"[^\"]+ | \"base_score\":\"half",
        "\"base_score\":\"[^\"]+ | \"base_score\":\"[5E-1]",
        "\"id\":0 | \"id\":4",
        "\"trees\" | \"tress\"",
        "\"learner\":\\{ | \"learner\":[",
      })
  void refusesAFileThatDoesNotAgreeWithItself(String part, String instead) {
    String whole = json(Task.BINARY.train(3, Map.of()));
    String broken = whole.replaceFirst(part, instead);
    assertThat(broken).isNotEqualTo(whole);

    assertThatThrownBy(() -> open(Task.BINARY, broken))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model basket@1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "ubj"})
  void survivesDamagedFiles(String format) throws IOException {
    Path file =
        artifacts.resolve(format.equals("json") ? XgboostEngine.JSON_FILE : XgboostEngine.UBJ_FILE);
    Files.write(file, Task.MULTICLASS.train(1, Map.of()).bytes(format));
    Damage damage = new Damage(new XgboostEngine(), Task.MULTICLASS.signature(), file);

    damage.requireCutsRefused(400);
    damage.flipBits(600, 5);

    assertThat(damage.refused()).isGreaterThan(50);
    assertThat(damage.served()).isGreaterThan(10);
    if (format.equals("json")) {
      assertThat(damage.changeDigits(300, 6).served()).isGreaterThan(100);
    }
  }

  @Test
  void leavesNothingBehindAfterManyOpenings() throws IOException {
    byte[] file = Task.BINARY.train(5, Map.of()).bytes("json");
    float[] first = null;
    for (int i = 0; i < 50; i++) {
      try (Model model = open(Task.BINARY, file)) {
        float[] scores = score(model, TinyNetworks.rows(20, COLUMNS, 1), 20);
        first = first == null ? scores : first;
        assertThat(scores).containsExactly(first);
      }
    }
  }
}
