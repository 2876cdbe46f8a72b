package io.atomstreams.model.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeShapTest {

  private static final int ROWS = 5;

  private static double[] explain(TreeEnsemble ensemble, int column, float[] rows, int count) {
    double[] out = new double[count * (ensemble.features().size() + 1)];
    TreeShap.of(ensemble, column).orElseThrow().explain(rows, count, out);
    return out;
  }

  private static void assertClose(double[] found, int from, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[from + i]).as("value %d", i).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Property(tries = 200)
  void isTheShapleyValueOverAllSubsets(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int features,
      @ForAll @IntRange(min = 0, max = 6) int depth,
      @ForAll @IntRange(min = 0, max = 4) int trees) {
    TreeEnsemble ensemble =
        RandomTrees.ensemble(
            RandomTrees.features(features), EnsembleLink.LOGIT, 1, trees, depth, seed);
    float[] rows = RandomTrees.rows(ROWS, features, seed);

    double[] found = explain(ensemble, 0, rows, ROWS);

    for (int row = 0; row < ROWS; row++) {
      float[] one = Arrays.copyOfRange(rows, row * features, (row + 1) * features);
      double[] expected = ShapOracles.bySubsets(ensemble, 0, one);
      assertClose(found, row * (features + 1), expected);
    }
  }

  @Property(tries = 60)
  void isTheLogOddsDifferenceOfTwoClasses(@ForAll long seed) {
    TreeEnsemble ensemble =
        RandomTrees.ensemble(RandomTrees.features(4), EnsembleLink.SOFTMAX, 2, 4, 4, seed);
    float[] row = RandomTrees.rows(1, 4, seed);

    double[] expected = ShapOracles.bySubsets(ensemble, 1, row);
    double[] other = ShapOracles.bySubsets(ensemble, 0, row);
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= other[i];
    }

    assertClose(explain(ensemble, 1, row, 1), 0, expected);
  }

  @Property(tries = 40)
  void isWhatAlgorithm2ComputesOnLargeTrees(
      @ForAll long seed, @ForAll @IntRange(min = 8, max = 12) int depth) {
    int features = 30;
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = withCover(RandomTrees.tree(0, features, depth, random), random);
    TreeEnsemble ensemble =
        new TreeEnsemble(
            RandomTrees.features(features), EnsembleLink.IDENTITY, List.of(0.0), List.of(tree));
    float[] row = RandomTrees.rows(1, features, seed);

    double[] found = explain(ensemble, 0, row, 1);

    double[] expected = ShapOracles.byPaths(tree, row);
    for (int i = 0; i < features; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-10));
    }
    assertThat(Arrays.stream(found).sum())
        .isCloseTo(RandomTrees.margins(ensemble, row)[0], within(1e-12));
  }

  /** Algorithm 2 divides by covers. */
  private static Tree withCover(Tree tree, SplittableRandom random) {
    double[] cover = random.doubles(tree.size(), 1, 50).toArray();
    return new Tree(
        0,
        tree.feature(),
        tree.threshold(),
        tree.left(),
        tree.right(),
        tree.defaultLeft(),
        tree.zeroIsMissing(),
        cover,
        tree.value());
  }

  @Test
  void addsUpOnAPathThroughManyFeatures() {
    int features = 300;
    Tree chain = chain(features);
    TreeEnsemble ensemble =
        new TreeEnsemble(
            RandomTrees.features(features), EnsembleLink.IDENTITY, List.of(0.5), List.of(chain));
    float[] row = RandomTrees.rows(1, features, 4);
    Arrays.fill(row, 0, 250, 1f);

    double[] found = explain(ensemble, 0, row, 1);

    assertThat(Arrays.stream(found).sum())
        .isCloseTo(RandomTrees.margins(ensemble, row)[0], within(1e-9));
  }

  /** Splits on one feature after the other; half of the rows leave at each. */
  private static Tree chain(int features) {
    int size = 2 * features + 1;
    int[] feature = new int[size];
    int[] left = new int[size];
    int[] right = new int[size];
    double[] cover = new double[size];
    double[] value = new double[size];
    for (int i = 0; i < size; i++) {
      boolean inner = i % 2 == 0 && i < size - 1;
      feature[i] = inner ? i / 2 : -1;
      left[i] = inner ? i + 1 : -1;
      right[i] = inner ? i + 2 : -1;
      cover[i] = i % 2 == 0 ? 30 : 1;
      value[i] = inner ? 0 : i;
    }
    return new Tree(
        0, feature, new double[size], left, right, new boolean[size], null, cover, value);
  }

  @Test
  void givesARowTheSameBitsInEveryBatch() {
    TreeEnsemble ensemble =
        RandomTrees.ensemble(RandomTrees.features(9), EnsembleLink.LOGIT, 1, 20, 6, 5);
    float[] rows = RandomTrees.rows(40, 9, 6);
    double[] whole = explain(ensemble, 0, rows, 40);

    for (int row = 0; row < 40; row++) {
      float[] one = Arrays.copyOfRange(rows, row * 9, (row + 1) * 9);
      assertThat(explain(ensemble, 0, one, 1))
          .containsExactly(Arrays.copyOfRange(whole, row * 10, (row + 1) * 10));
    }
  }

  @Test
  void saysNothingOfThreeClasses() {
    TreeEnsemble ensemble =
        RandomTrees.ensemble(RandomTrees.features(3), EnsembleLink.SOFTMAX, 3, 3, 2, 1);

    assertThat(TreeShap.of(ensemble, 0)).isEmpty();
  }
}
