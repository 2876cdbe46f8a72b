package io.atomstreams.model.onnx;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Decision trees as an ONNX file of the node {@code TreeEnsembleRegressor}. The score of a row is
 * {@code link(base + Σ leaf)} over the trees, or their mean.
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
  }

  /** What becomes of the sum. */
  public enum Link {
    /** Nothing: a value. */
    IDENTITY,
    /** The logistic function: a probability. */
    LOGISTIC
  }

  /**
   * One tree; all arrays are as long as it has nodes.
   *
   * @param feature the column a node asks about; -1 for a leaf
   * @param threshold of a node; any number for a leaf
   * @param left the node for those that go left; any number for a leaf
   * @param right the node for the others; any number for a leaf
   * @param missingLeft whether missing values go left
   * @param value of a leaf; any number for other nodes
   */
  public record Tree(
      int[] feature,
      float[] threshold,
      int[] left,
      int[] right,
      boolean[] missingLeft,
      float[] value) {

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
   * @param base added to the sum
   * @param mean whether the leaves are averaged instead of added
   */
  public record Ensemble(List<Tree> trees, Rule rule, double base, boolean mean, Link link) {

    public Ensemble {
      trees = List.copyOf(trees);
      if (trees.isEmpty()) {
        throw new ModelException("an ensemble has 1 or more trees");
      }
    }
  }

  /**
   * The file's bytes.
   *
   * @param input [-1, columns] of floats
   * @param output [-1] of floats
   */
  public static byte[] bytes(Ensemble ensemble, TensorSpec input, TensorSpec output) {
    Nodes nodes = new Nodes();
    for (int tree = 0; tree < ensemble.trees().size(); tree++) {
      nodes.add(tree, ensemble.trees().get(tree), ensemble.rule().mode, input.width());
    }
    OnnxGraph graph = new OnnxGraph("trees");
    graph.input(input);
    String sum =
        graph
            .treeNode(
                "TreeEnsembleRegressor",
                List.of(input.name()),
                1,
                OnnxGraph.number("n_targets", 1),
                OnnxGraph.text("aggregate_function", ensemble.mean() ? "AVERAGE" : "SUM"),
                OnnxGraph.text("post_transform", "NONE"),
                OnnxGraph.numbers("nodes_treeids", nodes.trees),
                OnnxGraph.numbers("nodes_nodeids", nodes.ids),
                OnnxGraph.numbers("nodes_featureids", nodes.features),
                OnnxGraph.floats("nodes_values", nodes.thresholds),
                OnnxGraph.texts("nodes_modes", nodes.modes),
                OnnxGraph.numbers("nodes_truenodeids", nodes.left),
                OnnxGraph.numbers("nodes_falsenodeids", nodes.right),
                OnnxGraph.numbers("nodes_missing_value_tracks_true", nodes.missingLeft),
                OnnxGraph.numbers("target_treeids", nodes.leafTrees),
                OnnxGraph.numbers("target_nodeids", nodes.leafIds),
                OnnxGraph.numbers("target_ids", nodes.leafTargets),
                OnnxGraph.floats("target_weights", nodes.leafValues))
            .get(0);
    String base = graph.constant(ElementType.FLOAT32, List.of(), ensemble.base());
    String score = graph.node("Add", List.of(sum, base));
    if (ensemble.link() == Link.LOGISTIC) {
      score = graph.node("Sigmoid", List.of(score));
    }
    String shape = graph.constant(ElementType.INT64, List.of(1), -1);
    graph.output(output, graph.node("Reshape", List.of(score, shape)));
    return graph.toBytes();
  }

  /** All nodes of all trees below one another, as the format wants them. */
  private static final class Nodes {

    private final List<Long> trees = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();
    private final List<Long> right = new ArrayList<>();
    private final List<Long> missingLeft = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafIds = new ArrayList<>();
    private final List<Long> leafTargets = new ArrayList<>();
    private final List<Float> leafValues = new ArrayList<>();

    private void add(int number, Tree tree, String mode, int columns) {
      for (int node = 0; node < tree.feature().length; node++) {
        int feature = tree.feature()[node];
        if (feature >= columns) {
          throw new ModelException(
              "tree %d asks about column %d, rows have %d".formatted(number, feature, columns));
        }
        boolean isLeaf = feature < 0;
        trees.add((long) number);
        ids.add((long) node);
        features.add(isLeaf ? 0L : feature);
        thresholds.add(isLeaf ? 0f : tree.threshold()[node]);
        modes.add(isLeaf ? "LEAF" : mode);
        left.add(isLeaf ? 0L : tree.left()[node]);
        right.add(isLeaf ? 0L : tree.right()[node]);
        missingLeft.add(!isLeaf && tree.missingLeft()[node] ? 1L : 0L);
        if (isLeaf) {
          leafTrees.add((long) number);
          leafIds.add((long) node);
          leafTargets.add(0L);
          leafValues.add(tree.value()[node]);
        }
      }
    }
  }
}
