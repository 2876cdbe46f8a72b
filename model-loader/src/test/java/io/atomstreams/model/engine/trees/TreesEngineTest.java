package io.atomstreams.model.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreesEngineTest {

  private static final ModelRef REF = new ModelRef("churn", 1);

  /** Age below 30 goes right to a split on spend, everything else scores 2. */
  private static final String SMALL =
      """
      {"format": "trees/1", "features": ["age", "spend"], "link": "identity", "base": [10],
       "trees": [{"output": 0,
         "feature":     [0, -1, 1, -1, -1],
         "threshold":   [30, 0, 1.5, 0, 0],
         "left":        [2, -1, 3, -1, -1],
         "right":       [1, -1, 4, -1, -1],
         "defaultLeft": [false, false, true, false, false],
         "cover":       [8, 4, 4, 1, 3],
         "value":       [0, 2, 0, -4, 6]}]}
      """;

  private static final ModelSignature VALUE = signature(1, 0, ModelSignature.Kind.VALUE);

  @TempDir Path artifacts;

  private static ModelSignature signature(int outputs, int column, ModelSignature.Kind kind) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("features", 2)),
        List.of(TensorSpec.floatRows("out", outputs)),
        List.of("age", "spend"),
        new ModelSignature.Score("out", column, kind));
  }

  private Model open(ModelSignature signature, String json) throws IOException {
    Files.writeString(artifacts.resolve(TreesEngine.TREES_FILE), json);
    return new TreesEngine().open(REF, signature, artifacts);
  }

  private static float score(Model model, float... row) {
    float[] out = new float[1];
    model.score(row, 1, out);
    return out[0];
  }

  @Test
  void followsThresholdsAndDefaults() throws IOException {
    try (Model model = open(VALUE, SMALL)) {
      assertThat(score(model, 30, 0)).isEqualTo(12);
      assertThat(score(model, 29, 1.5f)).isEqualTo(16);
      assertThat(score(model, 29, 1.4f)).isEqualTo(6);
      assertThat(score(model, Float.NaN, 0)).isEqualTo(12);
      assertThat(score(model, 0, Float.NaN)).isEqualTo(6);
    }
  }

  @Test
  void takesZeroForMissingWhereANodeSaysSo() throws IOException {
    String json =
        SMALL.replace("\"cover\"", "\"zeroIsMissing\": [true,false,false,false,false], \"cover\"");
    try (Model model = open(VALUE, json)) {
      assertThat(score(model, 0, 2)).isEqualTo(12);
      assertThat(score(model, -0f, 2)).isEqualTo(12);
      assertThat(score(model, 1, 0)).isEqualTo(6);
    }
  }

  @Test
  void probabilitiesAreTheSumsThemselvesCutOffAtTheirBounds() throws IOException {
    String json =
        SMALL
            .replace("\"identity\"", "\"probability\"")
            .replace("[10]", "[0.5]")
            .replace("[0, 2, 0, -4, 6]", "[0, 0.25, 0, -0.51, 0.51]");
    try (Model model = open(signature(1, 0, ModelSignature.Kind.PROBABILITY), json)) {
      assertThat(score(model, 30, 0)).isEqualTo(0.75f);
      assertThat(score(model, 29, 1.4f)).isZero();
      assertThat(score(model, 29, 1.5f)).isEqualTo(1);
      assertThat(model.attribution().orElseThrow().link()).isEqualTo(Attribution.Link.IDENTITY);
    }
  }

  @Test
  void twoProbabilitiesAreOneTooMany() {
    String json = SMALL.replace("\"identity\"", "\"probability\"").replace("[10]", "[0.5, 0.5]");
    assertThatThrownBy(() -> open(signature(2, 0, ModelSignature.Kind.PROBABILITY), json))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("probability one or three and more");
  }

  @Test
  void saysWhatEachFeatureAdds() throws IOException {
    try (Model model = open(VALUE, SMALL)) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] out = new double[3];
      attribution.attribute(new float[] {20, 0}, 1, out);

      // nobody: 10 + (2 · 4 − 4 + 6 · 3) / 8; age alone: 10 + (−4 + 18) / 4; spend alone: 10 − 1
      double nobody = 12.75;
      double age = ((13.5 - nobody) + (6 - 9)) / 2;
      assertThat(out[2]).isCloseTo(nobody, within(1e-12));
      assertThat(out[0]).isCloseTo(age, within(1e-12));
      assertThat(out[1]).isCloseTo(6 - nobody - age, within(1e-12));
      assertThat(attribution.method()).isEqualTo("tree_shap");
      assertThat(attribution.isExact()).isTrue();
      assertThat(attribution.link()).isEqualTo(Attribution.Link.IDENTITY);
    }
  }

  @Test
  void explainsNoMoreOnceClosedAndRefusesShortArrays() throws IOException {
    Model model = open(VALUE, SMALL);
    Attribution attribution = model.attribution().orElseThrow();
    assertThatThrownBy(() -> attribution.attribute(new float[4], 2, new double[5]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: the output holds 5 values")
        .hasMessageContaining("are 6");
    model.close();
    assertThatThrownBy(() -> attribution.attribute(new float[2], 1, new double[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void givesAllClassesAndExplainsTwoButNotThree() throws IOException {
    for (int classes : new int[] {2, 3}) {
      TreeEnsemble ensemble =
          RandomTrees.ensemble(
              List.of("age", "spend"), EnsembleLink.SOFTMAX, classes, 6, 3, classes);
      float[] row = {0.3f, -1};
      float[] out = new float[classes];
      try (Model model =
          open(
              signature(classes, classes - 1, ModelSignature.Kind.PROBABILITY),
              ensemble.toJson())) {
        model.score(row, 1, out);
        double[] margins = RandomTrees.margins(ensemble, row);
        double sum = 0;
        for (double margin : margins) {
          sum += Math.exp(margin);
        }
        for (int i = 0; i < classes; i++) {
          assertThat(out[i]).isCloseTo((float) (Math.exp(margins[i]) / sum), within(1e-6f));
        }
        assertThat(model.attribution().isPresent()).isEqualTo(classes == 2);
        if (classes == 2) {
          double[] contributions = new double[3];
          model.attribution().get().attribute(row, 1, contributions);
          double logit = contributions[0] + contributions[1] + contributions[2];
          assertThat(Attribution.Link.LOGIT.inverse(logit)).isCloseTo(out[1], within(1e-6));
        }
      }
    }
  }

  @Test
  void readsItsOwnWriting() {
    TreeEnsemble ensemble =
        RandomTrees.ensemble(RandomTrees.features(5), EnsembleLink.LOGIT, 1, 7, 4, 3);

    assertThat(TreeEnsemble.fromJson(ensemble.toJson()))
        .usingRecursiveComparison()
        .isEqualTo(ensemble);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trees/1 | trees/9 | the format is trees/9",
        "\"link\" | \"lnk\" | lnk",
        "identity | probit | probit",
        "[10] | [10, 11] | 2 base values",
        "[10] | [\"NaN\"] | NaN",
        "\"output\": 0 | \"output\": 1 | adds to output 1",
        "[0, -1, 1, -1, -1] | [0, -1, 7, -1, -1] | feature 7",
        "[0, -1, 1, -1, -1] | [0, -1, -1, -1, -1] | a leaf has -1, -1 and -1",
        "[0, -1, 1, -1, -1] | [0, -1, 1, -1] | needs as many elements of threshold",
        "[2, -1, 3, -1, -1] | [2, -1, 1, -1, -1] | must be above 2",
        "[2, -1, 3, -1, -1] | [2, -1, 9, -1, -1] | must be above 2 and below 5",
        "[2, -1, 3, -1, -1] | [2, -1, 4, -1, -1] | two parents",
        "[2, -1, 3, -1, -1] | [2, -1, 3.5, -1, -1] | 3.5",
        "[1, -1, 4, -1, -1] | [3, -1, 4, -1, -1] | node 1 is no child",
        "[30, 0, 1.5, 0, 0] | [30, 0, 1e999, 0, 0] | threshold Infinity",
        "[8, 4, 4, 1, 3] | [8, 4, 4, -1, 3] | cover -1.0",
        "\"cover\" | \"covers\" | cover, which is missing",
        "]}]} | ]}]} 1 | railing",
        "]}]} | ]}] | Unexpected end",
      })
  void refusesWhatIsNoEnsemble(String part, String instead, String reason) {
    assertThat(SMALL).contains(part);
    assertThatThrownBy(() -> open(VALUE, SMALL.replace(part, instead)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: not an ensemble of trees")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesToBeCutOffAnywhere() {
    for (int end = 0; end < SMALL.strip().length(); end++) {
      String cut = SMALL.strip().substring(0, end);
      assertThatThrownBy(() -> open(VALUE, cut)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void refusesAnotherSignature() {
    assertThatThrownBy(() -> open(signature(2, 0, ModelSignature.Kind.VALUE), SMALL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "gives 1 values a row, the manifest has the outputs [out[0], out[1]]");
    assertThatThrownBy(() -> open(signature(1, 0, ModelSignature.Kind.PROBABILITY), SMALL))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("calls its output out a probability");
    assertThatThrownBy(() -> open(VALUE, SMALL.replace("age", "aeg")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has the features [aeg, spend], the manifest [age, spend]");
  }

  @Test
  void refusesATreeThatIsTooDeep() {
    int inner = Tree.MOST_DEPTH + 1;
    int size = 2 * inner + 1;
    int[] feature = new int[size];
    int[] left = new int[size];
    int[] right = new int[size];
    for (int i = 0; i < size; i++) {
      boolean leaf = i % 2 == 1 || i == size - 1;
      feature[i] = leaf ? -1 : 0;
      left[i] = leaf ? -1 : i + 1;
      right[i] = leaf ? -1 : i + 2;
    }
    assertThatThrownBy(
            () ->
                new Tree(
                    0,
                    feature,
                    new double[size],
                    left,
                    right,
                    new boolean[size],
                    null,
                    new double[size],
                    new double[size]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("deeper than 512 levels");
  }
}
