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
  private static Tree tree(SplittableRandom random) {
    int nodes = 31;
    int[] feature = new int[nodes];
    float[] threshold = new float[nodes];
    boolean[] missingLeft = new boolean[nodes];
    float[] value = new float[nodes];
    for (int node = 0; node < nodes; node++) {
      feature[node] = node < 15 ? random.nextInt(COLUMNS) : -1;
      threshold[node] = random.nextInt(-10, 10) / 10f;
      missingLeft[node] = random.nextBoolean();
      value[node] = (float) (random.nextDouble() - 0.5);
    }
    return new Tree(
        feature, threshold, childrenOf(nodes, 1), childrenOf(nodes, 2), missingLeft, value);
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
      float threshold = tree.threshold()[node];
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
    "BELOW,false,LOGISTIC",
    "BELOW,true,IDENTITY",
    "AT_MOST,false,IDENTITY",
    "AT_MOST,true,LOGISTIC"
  })
  void sendsEveryRowTheWayAWalkTakes(Rule rule, boolean mean, Link link) {
    SplittableRandom random = new SplittableRandom(3);
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      trees.add(tree(random));
    }
    Ensemble ensemble = new Ensemble(trees, rule, 0.25, mean, link);
    float[] rows = rows(random);

    double[] scores =
        OnnxRun.of(OnnxTrees.bytes(ensemble, INPUT, OUTPUT), INPUT, rows, ROWS).get("score");

    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (Tree tree : trees) {
        sum += walk(tree, rule, rows, row);
      }
      double raw = (mean ? sum / trees.size() : sum) + 0.25;
      double expected = link == Link.LOGISTIC ? 1 / (1 + Math.exp(-raw)) : raw;
      assertThat(scores[row]).isCloseTo(expected, within(2e-6));
    }
  }

  @Test
  void takesATreeOfOneLeaf() {
    Tree leaf =
        new Tree(
            new int[] {-1}, new float[1], new int[1], new int[1], new boolean[1], new float[] {2});
    Ensemble ensemble = new Ensemble(List.of(leaf), Rule.BELOW, 1, false, Link.IDENTITY);

    double[] scores =
        OnnxRun.of(OnnxTrees.bytes(ensemble, INPUT, OUTPUT), INPUT, new float[2 * COLUMNS], 2)
            .get("score");

    assertThat(scores).containsExactly(3, 3);
  }

  @Test
  void refusesTreesThatGoRoundOrAskTooFar() {
    assertThatThrownBy(
            () ->
                new Tree(
                    new int[] {0, -1},
                    new float[2],
                    new int[] {0, 0},
                    new int[] {1, 0},
                    new boolean[2],
                    new float[2]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("children 0 and 1; they must lie behind it");
    Tree far =
        new Tree(
            new int[] {9, -1, -1},
            new float[3],
            new int[] {1, 0, 0},
            new int[] {2, 0, 0},
            new boolean[3],
            new float[3]);
    Ensemble ensemble = new Ensemble(List.of(far), Rule.BELOW, 0, false, Link.IDENTITY);
    assertThatThrownBy(() -> OnnxTrees.bytes(ensemble, INPUT, OUTPUT))
        .hasMessage("tree 0 asks about column 9, rows have 5");
  }
}
