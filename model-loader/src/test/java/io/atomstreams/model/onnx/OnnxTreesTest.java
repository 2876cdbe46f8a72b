package io.atomstreams.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.onnx.OnnxTrees.Ensemble;
import io.atomstreams.model.onnx.OnnxTrees.Link;
import io.atomstreams.model.onnx.OnnxTrees.Rule;
import io.atomstreams.model.onnx.OnnxTrees.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxTreesTest {

  private static final int COLUMNS = 5;
  private static final int ROWS = 2_000;
  private static final TensorSpec INPUT = TensorSpec.floatRows("features", COLUMNS);
  private static final TensorSpec OUTPUT = TensorSpec.floatPerRow("score");

  /** A random tree of 31 nodes; thresholds are tenths, so that values hit them. */
  private static Tree tree(SplittableRandom random, int output) {
    int nodes = 31;
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    boolean[] missingLeft = new boolean[nodes];
    double[] value = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      feature[node] = node < 15 ? random.nextInt(COLUMNS) : -1;
      threshold[node] = random.nextInt(-10, 10) / 10.0;
      missingLeft[node] = random.nextBoolean();
      value[node] = random.nextDouble() - 0.5;
    }
    return new Tree(
        output, feature, threshold, childrenOf(nodes, 1), childrenOf(nodes, 2), missingLeft, value);
  }

  private static int[] childrenOf(int nodes, int offset) {
    int[] children = new int[nodes];
    for (int node = 0; node < nodes / 2; node++) {
      children[node] = 2 * node + offset;
    }
    return children;
  }

  private static float[] rows(SplittableRandom random) {
    float[] rows = new float[ROWS * COLUMNS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextDouble() < 0.2 ? Float.NaN : random.nextInt(-12, 12) / 10f;
    }
    return rows;
  }

  private static double walk(Tree tree, Rule rule, float[] rows, int row) {
    int node = 0;
    while (tree.feature()[node] >= 0) {
      float x = rows[row * COLUMNS + tree.feature()[node]];
      double threshold = tree.threshold()[node];
      boolean left =
          Float.isNaN(x)
              ? tree.missingLeft()[node]
              : rule == Rule.BELOW ? x < threshold : x <= threshold;
      node = left ? tree.left()[node] : tree.right()[node];
    }
    return tree.value()[node];
  }

  @ParameterizedTest
  @CsvSource({
    "BELOW,false,LOGIT",
    "BELOW,true,IDENTITY",
    "AT_MOST,false,IDENTITY",
    "AT_MOST,true,LOGIT"
  })
  void sendsEveryRowTheWayAWalkTakes(Rule rule, boolean mean, Link link) {
    SplittableRandom random = new SplittableRandom(3);
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      trees.add(tree(random, 0));
    }
    Ensemble ensemble = new Ensemble(trees, rule, List.of(0.25), mean, link);
    float[] rows = rows(random);

    double[] scores =
        OnnxRun.of(OnnxTrees.bytes(ensemble, INPUT, OUTPUT), INPUT, rows, ROWS).get("score");

    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (Tree tree : trees) {
        sum += walk(tree, rule, rows, row);
      }
      double raw = (mean ? sum / trees.size() : sum) + 0.25;
      double expected = link == Link.LOGIT ? 1 / (1 + Math.exp(-raw)) : raw;
      assertThat(scores[row]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void addsEachTreeToItsOwnSumForClasses() {
    SplittableRandom random = new SplittableRandom(4);
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      trees.add(tree(random, i % 3));
    }
    List<Double> base = List.of(0.1, -0.2, 0.3);
    Ensemble ensemble = new Ensemble(trees, Rule.BELOW, base, false, Link.SOFTMAX);
    TensorSpec classes = TensorSpec.floatRows("probabilities", 3);
    float[] rows = rows(random);

    double[] scores =
        OnnxRun.of(OnnxTrees.bytes(ensemble, INPUT, classes), INPUT, rows, ROWS)
            .get("probabilities");

    for (int row = 0; row < ROWS; row++) {
      double[] margins = {0.1, -0.2, 0.3};
      double sum = 0;
      for (Tree tree : trees) {
        margins[tree.output()] += walk(tree, Rule.BELOW, rows, row);
      }
      for (double margin : margins) {
        sum += Math.exp(margin);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(scores[row * 3 + i]).isCloseTo(Math.exp(margins[i]) / sum, within(1e-6));
      }
    }
  }

  private static Tree leaf(double value) {
    return new Tree(
        0,
        new int[] {-1},
        new double[1],
        new int[1],
        new int[1],
        new boolean[1],
        new double[] {value});
  }

  @Test
  void takesATreeOfOneLeaf() {
    Ensemble ensemble =
        new Ensemble(List.of(leaf(2)), Rule.BELOW, List.of(1.0), false, Link.IDENTITY);

    double[] scores =
        OnnxRun.of(OnnxTrees.bytes(ensemble, INPUT, OUTPUT), INPUT, new float[2 * COLUMNS], 2)
            .get("score");

    assertThat(scores).containsExactly(3, 3);
  }

  private static Tree stump(int feature, int left) {
    return new Tree(
        0,
        new int[] {feature, -1, -1},
        new double[3],
        new int[] {left, 0, 0},
        new int[] {2, 0, 0},
        new boolean[3],
        new double[3]);
  }

  @Test
  void refusesTreesThatGoRoundOrAskTooFar() {
    assertThatThrownBy(() -> stump(0, 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("children 0 and 2; they must lie behind it");
    Ensemble far =
        new Ensemble(List.of(stump(9, 1)), Rule.BELOW, List.of(0.0), false, Link.IDENTITY);
    assertThatThrownBy(() -> OnnxTrees.bytes(far, INPUT, OUTPUT))
        .hasMessage("tree 0 asks about column 9, rows have 5");
    TensorSpec two = TensorSpec.floatRows("score", 2);
    Ensemble one = new Ensemble(List.of(leaf(1)), Rule.BELOW, List.of(0.0), false, Link.IDENTITY);
    assertThatThrownBy(() -> OnnxTrees.bytes(one, INPUT, two))
        .hasMessage("output score has 2 values a row, the trees give 1");
  }
}
