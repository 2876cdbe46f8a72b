package io.atomstreams.model.engine.trees;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The exact Shapley values of an ensemble's margin, under the path-dependent expectation of
 * Lundberg et al. 2020 ("From local explanations to global understanding with explainable AI for
 * trees", algorithms 1 and 2): the value of a set of features is what the trees give when a row
 * follows its own way at splits on those features, and goes to both children in proportion to their
 * cover at the others.
 *
 * <p>The values are those of algorithm 2, the sums are taken otherwise. One leaf's share in that
 * value is a product over the features on its path, so its multilinear extension (Owen 1972,
 * "Multilinear extensions of games") on the diagonal is {@code v · Π (zⱼ·(1 − t) + oⱼ·t)}, with zⱼ
 * the share of cover and oⱼ 1 or 0 as the row agrees. A Shapley value is the integral over t of its
 * derivative by one feature, {@code v · (oᵢ − zᵢ) · Π over j ≠ i}, a polynomial: Gauss-Legendre
 * quadrature with half as many nodes as the path has different features gives it without error but
 * rounding. The products are built down the tree and summed up once for all leaves below an edge,
 * as in Yu et al. 2022 ("Linear TreeShap").
 *
 * <p>Cost a row: nodes × ⌈different features on the longest path / 2⌉ multiplications, where
 * algorithm 2 takes leaves × depth². All terms of a product are positive: nothing cancels in them.
 *
 * <p>Immutable and thread-safe. A row's values do not depend on the others of its batch.
 */
public final class TreeShap {

  private final int featureCount;
  private final double base;
  private final List<ShapTree> trees;

  /**
   * @param weights for each output, by what its margin is multiplied in the sum that is explained
   */
  TreeShap(TreeEnsemble ensemble, double... weights) {
    this.featureCount = ensemble.features().size();
    this.trees =
        ensemble.trees().stream()
            .filter(tree -> weights[tree.output()] != 0)
            .map(tree -> new ShapTree(tree, featureCount, weights[tree.output()]))
            .toList();
    double sum = 0;
    for (int output = 0; output < weights.length; output++) {
      sum += weights[output] * ensemble.base().get(output);
    }
    for (ShapTree tree : trees) {
      sum += tree.expectation();
    }
    this.base = sum;
  }

  /**
   * Explains the score, where contributions can add up to it: the margin of the one output, or of
   * two softmax outputs the difference of their margins, which is the log odds of the one against
   * the other. Of three or more classes the log odds of one are no sum over trees: empty.
   *
   * @param column which output is the score
   */
  public static Optional<TreeShap> of(TreeEnsemble ensemble, int column) {
    if (ensemble.outputs() > 2) {
      return Optional.empty();
    }
    double[] weights = new double[ensemble.outputs()];
    Arrays.fill(weights, -1);
    weights[column] = 1;
    return Optional.of(new TreeShap(ensemble, weights));
  }

  /** The margin that is expected of a row of which nothing is known. */
  public double base() {
    return base;
  }

  /**
   * Explains a flat batch; the arrays must be long enough.
   *
   * @param out row-major, receives {@code rowCount × (featureCount + 1)} values, the base last
   */
  public void explain(float[] rows, int rowCount, double[] out) {
    int width = featureCount + 1;
    Arrays.fill(out, 0, rowCount * width, 0);
    ShapWalk walk = new ShapWalk(trees, featureCount);
    for (ShapTree tree : trees) {
      for (int row = 0; row < rowCount; row++) {
        walk.add(tree, rows, row * featureCount, out, row * width);
      }
    }
    for (int row = 0; row < rowCount; row++) {
      out[row * width + featureCount] = base;
    }
  }
}
