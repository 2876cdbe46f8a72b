package io.atomstreams.model.engine.trees;

import io.atomstreams.model.ModelException;
import java.util.List;
import java.util.Objects;

/**
 * The content of {@code trees.json}: {@code marginₖ = baseₖ + Σ} of the trees with output k, taken
 * in their order in double precision, and then the link.
 *
 * @param features the columns, in order
 * @param link from margins to outputs
 * @param base one value an output: one for {@code identity} and {@code logit}, two or more for
 *     {@code softmax}, one or three and more for {@code probability}
 * @param trees in any number
 */
public record TreeEnsemble(
    List<String> features, EnsembleLink link, List<Double> base, List<Tree> trees) {

  public TreeEnsemble {
    features = List.copyOf(Objects.requireNonNull(features, "an ensemble needs features"));
    Objects.requireNonNull(link, "an ensemble needs a link");
    base = List.copyOf(Objects.requireNonNull(base, "an ensemble needs a base"));
    trees = List.copyOf(Objects.requireNonNull(trees, "an ensemble needs trees"));
    if (!link.takes(base.size())) {
      throw new ModelException(
          "an ensemble with the link %s has %d base values; identity and logit need one, softmax two or more, probability one or three and more"
              .formatted(link, base.size()));
    }
    for (double value : base) {
      if (!Double.isFinite(value)) {
        throw new ModelException("the base value " + value + " is not finite");
      }
    }
    for (int i = 0; i < trees.size(); i++) {
      requireFits(i, trees.get(i), features.size(), base.size());
    }
  }

  private static void requireFits(int index, Tree tree, int features, int outputs) {
    if (tree.output() < 0 || tree.output() >= outputs) {
      throw new ModelException(
          "tree %d adds to output %d; there are %d".formatted(index, tree.output(), outputs));
    }
    for (int feature : tree.feature()) {
      if (feature >= features) {
        throw new ModelException(
            "tree %d splits on feature %d; there are %d".formatted(index, feature, features));
      }
    }
  }

  /** The number of outputs of a row. */
  public int outputs() {
    return base.size();
  }

  /** The text of {@code trees.json}. */
  public String toJson() {
    return TreesJson.write(this);
  }

  /**
   * Reads {@link #toJson} back.
   *
   * @throws ModelException if the text is something else
   */
  public static TreeEnsemble fromJson(String json) {
    return TreesJson.read(json);
  }

  /**
   * Scores a flat batch; the arrays must be long enough. Cost: a step a level, tree and row.
   *
   * @param out row-major, receives {@code rowCount × outputs} values
   */
  void score(float[] rows, int rowCount, float[] out) {
    int outputs = outputs();
    double[] margins = margins(rows, rowCount);
    for (int row = 0; row < rowCount; row++) {
      link.respond(margins, row * outputs, outputs, out);
    }
  }

  /** Tree by tree, so that a tree stays in the cache while all rows go through it. */
  private double[] margins(float[] rows, int rowCount) {
    int outputs = outputs();
    double[] margins = new double[rowCount * outputs];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = base.get(i % outputs);
    }
    for (Tree tree : trees) {
      for (int row = 0; row < rowCount; row++) {
        margins[row * outputs + tree.output()] += tree.valueOf(rows, row * features.size());
      }
    }
    return margins;
  }
}
