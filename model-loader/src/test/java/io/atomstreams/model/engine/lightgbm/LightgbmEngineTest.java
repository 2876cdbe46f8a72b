package io.atomstreams.model.engine.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LightgbmEngineTest {

  private static final ModelRef REF = new ModelRef("basket", 1);
  private static final int COLUMNS = 9;
  private static final ShopRows TRAINING = ShopRows.of(COLUMNS, 900, 11).sparse(2);
  private static final int ROWS = 700;
  private static final float[] BATCH = ShopRows.of(COLUMNS, ROWS, 12).sparse(4).rows();

  /** One of each kind of model. */
  enum Task {
    BINARY("objective=binary", 1, Kind.PROBABILITY),
    STEEP("objective=binary sigmoid=0.7 max_depth=4", 1, Kind.PROBABILITY),
    MULTICLASS("objective=multiclass num_class=3", 3, Kind.PROBABILITY),
    TWO_CLASSES("objective=multiclass num_class=2", 2, Kind.PROBABILITY),
    REGRESSION("objective=regression", 1, Kind.VALUE),
    QUANTILE("objective=quantile alpha=0.9", 1, Kind.VALUE),
    DART("objective=regression boosting=dart", 1, Kind.VALUE);

    final String options;
    final int outputs;
    final Kind kind;

    Task(String options, int outputs, Kind kind) {
      this.options = options;
      this.outputs = outputs;
      this.kind = kind;
    }

    ModelSignature signature() {
      return TRAINING.signature(outputs, kind);
    }

    LightgbmModels train(int rounds, String more, List<String> names) {
      float[] labels =
          kind == Kind.VALUE ? TRAINING.values() : TRAINING.classes(Math.max(2, outputs));
      return LightgbmModels.train(
          TRAINING.rows(), COLUMNS, labels, rounds, options + " " + more, names);
    }

    LightgbmModels train(int rounds, String more) {
      return train(rounds, more, TRAINING.features());
    }
  }

  @TempDir Path artifacts;

  private Model open(Task task, String text) throws IOException {
    Files.writeString(artifacts.resolve(LightgbmEngine.MODEL_FILE), text);
    return new LightgbmEngine().open(REF, task.signature(), artifacts);
  }

  private Model openTrees(Task task, String text) throws IOException {
    TreeEnsemble ensemble = LightgbmFile.read(text, TRAINING.features());
    Files.writeString(artifacts.resolve(TreesEngine.TREES_FILE), ensemble.toJson());
    return new TreesEngine().open(REF, task.signature(), artifacts);
  }

  private static float[] score(Model model, float[] rows, int count) {
    float[] out = new float[count * model.signature().outputWidth()];
    model.score(rows, count, out);
    return out;
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void givesTheSameBitsInEveryBatchSize(Task task) throws IOException {
    LightgbmModels trained = task.train(20, "");
    try (Model model = open(task, trained.text())) {
      float[] whole = score(model, BATCH, ROWS);
      if (task.outputs == 1) {
        assertThat(whole).containsExactly(trained.predict(BATCH, ROWS));
      }
      for (int size : new int[] {1, 2, 7, 63, 64, 65, 256}) {
        for (int from = 0; from + size <= ROWS; from += 97) {
          float[] part = new float[size * COLUMNS];
          System.arraycopy(BATCH, from * COLUMNS, part, 0, part.length);
          float[] scores = score(model, part, size);
          for (int i = 0; i < scores.length; i++) {
            assertThat(scores[i]).isEqualTo(whole[from * task.outputs + i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void isConvertedToTreesThatScoreTheSame(Task task) throws IOException {
    for (String options :
        new String[] {
          "",
          "use_missing=false",
          "zero_as_missing=true",
          "num_leaves=100 min_data_in_leaf=2",
          "bagging_fraction=0.5 bagging_freq=1 extra_trees=true",
        }) {
      String text = task.train(30, options).text();
      try (Model model = open(task, text);
          Model trees = openTrees(task, text)) {
        float[] expected = score(model, BATCH, ROWS);
        float[] found = score(trees, BATCH, ROWS);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i])
              .as("%s, value %d", options, i)
              .isCloseTo(expected[i], within(1e-6f * Math.max(1, Math.abs(expected[i]))));
        }
      }
    }
  }

  /** Rows whose labels are decided on whole numbers, where every value is a threshold as well. */
  @Test
  void goesTheSameWayOnThresholdsThemselves() throws IOException {
    for (String options : new String[] {"", "zero_as_missing=true", "use_missing=false"}) {
      LightgbmModels trained = Task.REGRESSION.train(10, options);
      try (Model trees = openTrees(Task.REGRESSION, trained.text())) {
        TreeEnsemble ensemble = LightgbmFile.read(trained.text(), TRAINING.features());
        ensemble
            .trees()
            .forEach(
                tree -> {
                  float[] row = BATCH.clone();
                  for (int node = 0; node < tree.size(); node++) {
                    if (!tree.isLeaf(node)) {
                      float at = (float) tree.threshold()[node];
                      for (float x : new float[] {at, Math.nextUp(at), Math.nextDown(at), 0f}) {
                        row[tree.feature()[node]] = x;
                        assertThat(score(trees, row, 1)[0])
                            .isCloseTo(trained.predict(row, 1)[0], within(1e-5f));
                      }
                    }
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Task.class,
      names = {"BINARY", "REGRESSION", "QUANTILE", "DART"})
  void saysWhatLightgbmSaysEachFeatureAdds(Task task) throws IOException {
    for (String options : new String[] {"", "zero_as_missing=true", "use_missing=false"}) {
      LightgbmModels trained = task.train(30, options);
      double[] expected = trained.contributions(BATCH, ROWS);
      double[] found = new double[ROWS * (COLUMNS + 1)];
      try (Model model = open(task, trained.text())) {
        model.attribution().orElseThrow().attribute(BATCH, ROWS, found);
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).as("%s, value %d", options, i).isCloseTo(expected[i], within(1e-4));
        }
        Additivity.require(model, BATCH, ROWS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Task.class,
      names = {"STEEP", "TWO_CLASSES"})
  void addsUpToTheScore(Task task) throws IOException {
    try (Model model = open(task, task.train(20, "").text())) {
      Additivity.require(model, BATCH, ROWS);
    }
  }

  @Test
  void doesNotExplainOneOfThreeClasses() throws IOException {
    try (Model model = open(Task.MULTICLASS, Task.MULTICLASS.train(2, "").text())) {
      assertThat(model.attribution()).isEmpty();
    }
  }

  @Test
  void readsATreeThatNeverSplit() throws IOException {
    String text = Task.REGRESSION.train(3, "min_data_in_leaf=899").text();
    assertThat(text).contains("num_leaves=1\n");
    try (Model model = open(Task.REGRESSION, text);
        Model trees = openTrees(Task.REGRESSION, text)) {
      assertThat(score(trees, BATCH, 3)).containsExactly(score(model, BATCH, 3));
    }
  }

  @Test
  void comparesTheNamesOfFeaturesWhereThereAreAny() throws IOException {
    open(Task.BINARY, Task.BINARY.train(2, "", List.of()).text()).close();
    List<String> swapped = List.of("f1", "f0", "f2", "f3", "f4", "f5", "f6", "f7", "f8");
    String text = Task.BINARY.train(2, "", swapped).text();

    assertThatThrownBy(() -> open(Task.BINARY, text))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("basket@1: the LightGBM model has 9 features: [f1, f0, f2")
        .hasMessageContaining("the manifest has 9: [f0, f1, f2");
  }

  @Test
  void refusesAnotherNumberOfOutputsOrAnotherKindOfScore() {
    String binary = Task.BINARY.train(2, "").text();
    String regression = Task.REGRESSION.train(2, "").text();

    assertThatThrownBy(() -> open(Task.MULTICLASS, binary))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gives 1 values a row, the manifest has the outputs [out[0]");
    assertThatThrownBy(() -> open(Task.BINARY, regression))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("calls its output out a probability");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear_tree=true | has linear leaves, which are not run",
        "categorical_feature=0 | splits on categories, which is not run",
        "boosting=rf bagging_freq=1 bagging_fraction=0.5 | averages its trees, which is not run",
        "reg_sqrt=true | the objective is regression sqrt",
        "objective=poisson | the objective is poisson",
      })
  void refusesWhatItDoesNotRun(String options, String reason) {
    ShopRows shop = ShopRows.of(COLUMNS, 600, 3);
    float[] rows = shop.rows().clone();
    for (int row = 0; row < 600; row++) {
      rows[row * COLUMNS] = row % 7;
    }
    float[] labels = new float[600];
    for (int row = 0; row < 600; row++) {
      labels[row] = row % 7 == 3 || row % 7 == 6 ? 9 : 1 + row % 5;
    }
    String objective = options.contains("objective") ? "" : "objective=regression ";
    String text =
        LightgbmModels.train(rows, COLUMNS, labels, 3, objective + options, shop.features()).text();

    assertThatThrownBy(() -> open(Task.REGRESSION, text))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("basket@1: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nleft_child=[0-9-]+ | \nleft_child=99999",
        "\nleft_child=[0-9-]+ | \nleft_child=-99999",
        "\nleft_child=[0-9-]+ | \nleft_child=0",
        "\nleft_child=[0-9-]+ | \nleft_child=",
        "\nleft_child=[0-9-]+ | \nleft_child=1 1",
        "\nleft_child=[0-9-]+ | \nleft_child=99999999999",
        "\nsplit_feature=[0-9]+ | \nsplit_feature=9",
        "\nsplit_feature=[0-9]+ | \nsplit_feature=-1",
        "\nthreshold=[^ ]+ | \nthreshold=nan",
        "\nthreshold=[^ ]+ | \nthreshold=1e999",
        "\nleaf_value=[^ ]+ | \nleaf_value=0x1p3",
        "\nleaf_value=[^ ]+ | \nleaf_value=inf",
        "\ndecision_type=[0-9]+ | \ndecision_type=1",
        "\ndecision_type=[0-9]+ | \ndecision_type=12",
        "\nnum_leaves=[0-9]+ | \nnum_leaves=99999999",
        "\nnum_leaves=[0-9]+ | \nnum_leaves=0",
        "\nnum_cat=0 | \nnum_cat=4",
        "\nis_linear=0 | \nis_linear=1",
        "\nleaf_count=[0-9]+ | \nleaf_count=-7",
        "\nleaf_count= | \nleaf_cuont=",
        "\nsplit_gain= | \nsplit_gian=",
        "\nshrinkage= | \nshrinkage-",
        "\nsplit_gain=[^ ]+ | \nsplit_gain=1\u20ac",
      })
  void refusesATreeThatDoesNotAgreeWithItself(String change) {
    String whole = Task.BINARY.train(1, "").text();
    String[] parts = change.split(" \\| ", -1);
    String broken = whole.replaceFirst(parts[0], parts[1]);
    assertThat(broken).isNotEqualTo(whole);
    int size = Integer.parseInt(whole.replaceAll("(?s).*\ntree_sizes=([0-9]+)\n.*", "$1"));
    String resized =
        broken.replaceFirst(
            "tree_sizes=[0-9]+", "tree_sizes=" + (size + broken.length() - whole.length()));

    assertThatThrownBy(() -> open(Task.BINARY, resized))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model basket@1: ")
        .hasMessageNotContaining("tree_sizes")
        .hasMessageNotContaining("cut off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tree_sizes=[0-9]+ | tree_sizes=999999999",
        "tree_sizes=[0-9]+ | tree_sizes=-1",
        "tree_sizes=[0-9]+ | tree_sizes=7",
        "tree_sizes= | tree_sizes=1 ",
        "num_class=1 | num_class=2",
        "num_tree_per_iteration=1 | num_tree_per_iteration=3",
        "max_feature_idx=8 | max_feature_idx=800",
        "feature_names=f0 | feature_names=f0 f1",
        "feature_infos=[^ ]+ | feature_infos=",
        "objective=binary | objective=unary",
        "sigmoid:1 | sigmoid:-1",
        "sigmoid:1 | sigmoid:x",
        "version=v4 | version=v9",
        "Tree=0 | Tree=1",
        "end of trees | end of tress",
        "end of parameters | end",
      })
  void refusesAHeaderThatDoesNotAgreeWithTheTrees(String part, String instead) {
    String whole = Task.BINARY.train(1, "").text();
    String broken = whole.replaceFirst(part, instead);
    assertThat(broken).isNotEqualTo(whole);

    assertThatThrownBy(() -> open(Task.BINARY, broken))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model basket@1: ");
  }

  @Test
  void survivesDamagedFiles() throws IOException {
    Path file = artifacts.resolve(LightgbmEngine.MODEL_FILE);
    Task.MULTICLASS.train(3, "num_leaves=12").save(artifacts);
    Damage damage = new Damage(new LightgbmEngine(), Task.MULTICLASS.signature(), file);

    damage.requireCutsRefused(400);
    damage.flipBits(800, 5).changeDigits(300, 6);

    assertThat(damage.refused()).isGreaterThan(100);
    assertThat(damage.served()).isGreaterThan(100);
  }
}
