package io.atomstreams.model.onnx;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;

/**
 * Decision trees as an ONNX file of the node {@code TreeEnsembleRegressor}. Each tree adds a leaf's
 * value to one of the sums; a row's results are {@code link(base + Σ leaf)}, or with the mean of a
 * sum's leaves. Thresholds, leaves and comparisons are 64-bit.
 *
 * <p>In each tree node 0 is the root. A row goes left where its value is below the threshold
 * ({@link Rule#BELOW}, as XGBoost splits) or not above it ({@link Rule#AT_MOST}, as LightGBM and
 * scikit-learn split), else right; a missing value ({@code NaN}) goes the way the node says.
 */
public final class OnnxTrees {

  private OnnxTrees() {}

  /** Which rows go left. */
  public enum Rule {
    BELOW("BRANCH_LT"),
    AT_MOST("BRANCH_LEQ");

    private final String mode;

    Rule(String mode) {
      this.mode = mode;
    }

    /** The format's word. */
    String mode() {
      return mode;
    }
  }

  /** What becomes of the sums. */
  public enum Link {
    /** Nothing: values. */
    IDENTITY,
    /** The logistic function of each: probabilities. */
    LOGIT,
    /** {@code exp(x) / Σ exp(x)}: the probabilities of classes. */
    SOFTMAX
  }

  /**
   * One tree; all arrays are as long as it has nodes.
   *
   * @param output which sum it adds to, from 0
   * @param feature the column a node asks about; -1 for a leaf
   * @param threshold of a node; any number for a leaf
   * @param left the node for those that go left; any number for a leaf
   * @param right the node for the others; any number for a leaf
   * @param missingLeft whether missing values go left
   * @param value of a leaf; any number for other nodes
   */
  public record Tree(
      int output,
      int[] feature,
      double[] threshold,
      int[] left,
      int[] right,
      boolean[] missingLeft,
      double[] value) {

    public Tree {
      int nodes = feature.length;
      if (nodes == 0
          || threshold.length != nodes
          || left.length != nodes
          || right.length != nodes
          || missingLeft.length != nodes
          || value.length != nodes) {
        throw new ModelException("a tree has 1 or more nodes and arrays as long as that");
      }
      for (int node = 0; node < nodes; node++) {
        boolean isLeaf = feature[node] < 0;
        // children lie behind their parents, so that no path can go round in circles
        if (!isLeaf
            && (left[node] <= node
                || right[node] <= node
                || left[node] >= nodes
                || right[node] >= nodes)) {
          throw new ModelException(
              "node %d of a tree of %d has the children %d and %d; they must lie behind it"
                  .formatted(node, nodes, left[node], right[node]));
        }
      }
    }
  }

  /**
   * Trees that are added up.
   *
   * @param base added to each sum; as many as there are sums
   * @param mean whether the leaves are averaged instead of added
   */
  public record Ensemble(List<Tree> trees, Rule rule, List<Double> base, boolean mean, Link link) {

    public Ensemble {
      trees = List.copyOf(trees);
      base = List.copyOf(base);
      if (trees.isEmpty() || base.isEmpty()) {
        throw new ModelException("an ensemble has 1 or more trees and 1 or more sums");
      }
      for (Tree tree : trees) {
        if (tree.output() < 0 || tree.output() >= base.size()) {
          throw new ModelException(
              "a tree adds to sum %d of %d".formatted(tree.output(), base.size()));
        }
      }
    }
  }

  /**
   * The file's bytes.
   *
   * @param input [-1, columns] of floats
   * @param output [-1] or [-1, sums] of floats
   */
  public static byte[] bytes(Ensemble ensemble, TensorSpec input, TensorSpec output) {
    int sums = ensemble.base().size();
    if (output.width() != sums) {
      throw new ModelException(
          "output %s has %d values a row, the trees give %d"
              .formatted(output.name(), output.width(), sums));
    }
    OnnxTreeNodes nodes = new OnnxTreeNodes(ensemble, input.width());
    OnnxGraph graph = new OnnxGraph("trees");
    graph.input(input);
    long wide = OnnxGraph.dataType(ElementType.FLOAT64);
    String rows = graph.node("Cast", List.of(input.name()), OnnxGraph.number("to", wide));
    String leaves = graph.treeNode("TreeEnsembleRegressor", List.of(rows), nodes.attributes());
    // the node's own result is single precision; bases are added in double
    String sum = graph.node("Cast", List.of(leaves), OnnxGraph.number("to", wide));
    double[] base = ensemble.base().stream().mapToDouble(Double::doubleValue).toArray();
    String bases = graph.constant(ElementType.FLOAT64, List.of(1, sums), base);
    String margin = graph.node("Add", List.of(sum, bases));
    String score =
        switch (ensemble.link()) {
          case IDENTITY -> margin;
          case LOGIT -> graph.node("Sigmoid", List.of(margin));
          case SOFTMAX -> graph.node("Softmax", List.of(margin), OnnxGraph.number("axis", -1));
        };
    graph.output(output, graph.shaped(score, output));
    return graph.toBytes();
  }
}
