package io.atomstreams.operators.learning.tree;

import io.atomstreams.model.engine.trees.Tree;
import java.util.Arrays;
import java.util.Optional;

/**
 * One learned tree on its way into the portable form, which asks for numbers below a threshold and
 * nothing else.
 *
 * <p>The question whether a category is level v becomes two, {@code x < v} and {@code x < v + 1},
 * the branch for other levels standing below both; of what the way down has already ruled out
 * nothing is written, so questions for levels of one category take as many leaves as they part its
 * levels. A missing category goes where other levels go.
 */
final class TreeDraft {

  private final Nodes from;
  private final LeafModel model;
  private final int output;
  private final double share;
  private final int most;
  private final double[] says;

  /** Of each attribute the least and the greatest level that can come here. */
  private final int[] least;

  private final int[] greatest;

  private int[] feature = new int[16];
  private double[] threshold = new double[16];
  private int[] left = new int[16];
  private int[] right = new int[16];
  private boolean[] defaultLeft = new boolean[16];
  private double[] cover = new double[16];
  private double[] value = new double[16];
  private int size;

  /**
   * @param output which of a leaf's values it gives, times {@code share}
   * @param most nodes beyond which it is given up
   */
  TreeDraft(Nodes from, LeafModel model, int output, double share, int most) {
    this.from = from;
    this.model = model;
    this.output = output;
    this.share = share;
    this.most = most;
    says = new double[model.outputs()];
    least = new int[model.width()];
    greatest = new int[model.width()];
    Arrays.setAll(greatest, attribute -> model.levels(attribute) - 1);
    write(0, 1);
  }

  int size() {
    return size;
  }

  /** The tree; empty if it was given up. */
  Optional<Tree> tree(int margin) {
    if (size >= most) {
      return Optional.empty();
    }
    for (int node = size - 1; node >= 0; node--) {
      if (feature[node] >= 0) {
        cover[node] = cover[left[node]] + cover[right[node]];
      }
    }
    return Optional.of(
        new Tree(
            margin,
            Arrays.copyOf(feature, size),
            Arrays.copyOf(threshold, size),
            Arrays.copyOf(left, size),
            Arrays.copyOf(right, size),
            Arrays.copyOf(defaultLeft, size),
            null,
            Arrays.copyOf(cover, size),
            Arrays.copyOf(value, size)));
  }

  /**
   * Writes what stands at a node and below.
   *
   * @param part of the node's examples that come this way
   * @return where it was written
   */
  private int write(int node, double part) {
    int asked = node;
    while (isRuledOut(asked)) {
      asked = from.left(asked) + 1;
    }
    int at = claim();
    if (size >= most) {
      return at;
    }
    if (from.isLeaf(asked)) {
      double[] leaf = from.leaf(asked);
      model.publish(leaf, says);
      value[at] = share * says[output];
      cover[at] = part * leaf[LeafModel.WEIGHT];
    } else if (from.asksForLevel(asked)) {
      writeLevel(at, asked, part);
    } else {
      ask(at, from.attribute(asked), from.threshold(asked), from.missingGoesLeft(asked));
      int below = write(from.left(asked), part);
      join(at, below, write(from.left(asked) + 1, part));
    }
    return at;
  }

  /** Whether a node asks for a level that cannot come here. */
  private boolean isRuledOut(int node) {
    if (from.isLeaf(node) || !from.asksForLevel(node)) {
      return false;
    }
    double level = from.threshold(node);
    int attribute = from.attribute(node);
    return level < least[attribute] || level > greatest[attribute];
  }

  private void writeLevel(int at, int node, double part) {
    int attribute = from.attribute(node);
    int level = (int) from.threshold(node);
    int low = least[attribute];
    int high = greatest[attribute];
    int is = from.left(node);
    int others = is + 1;
    if (level == high) {
      // where low is high too, only missing categories go left
      ask(at, attribute, level, true);
      double rest = low == high ? 0 : part;
      int below = within(attribute, low, Math.max(low, level - 1), others, rest);
      join(at, below, within(attribute, level, level, is, part));
    } else if (level == low) {
      ask(at, attribute, level + 1, false);
      int below = within(attribute, level, level, is, part);
      join(at, below, within(attribute, level + 1, high, others, part));
    } else {
      double share = (double) (level - low) / (high - low);
      ask(at, attribute, level, true);
      int below = within(attribute, low, level - 1, others, part * share);
      int rest = claim();
      join(at, below, rest);
      ask(rest, attribute, level + 1, false);
      int equal = within(attribute, level, level, is, part);
      join(rest, equal, within(attribute, level + 1, high, others, part * (1 - share)));
    }
  }

  private void join(int at, int below, int above) {
    left[at] = below;
    right[at] = above;
  }

  /** Writes a node where only some levels of an attribute come. */
  private int within(int attribute, int low, int high, int node, double part) {
    int lowBefore = least[attribute];
    int highBefore = greatest[attribute];
    least[attribute] = low;
    greatest[attribute] = high;
    int at = write(node, part);
    least[attribute] = lowBefore;
    greatest[attribute] = highBefore;
    return at;
  }

  private void ask(int at, int attribute, double below, boolean missingGoesLeft) {
    feature[at] = attribute;
    threshold[at] = below;
    defaultLeft[at] = missingGoesLeft;
  }

  private int claim() {
    if (size == feature.length) {
      feature = Arrays.copyOf(feature, 2 * size);
      threshold = Arrays.copyOf(threshold, 2 * size);
      left = Arrays.copyOf(left, 2 * size);
      right = Arrays.copyOf(right, 2 * size);
      defaultLeft = Arrays.copyOf(defaultLeft, 2 * size);
      cover = Arrays.copyOf(cover, 2 * size);
      value = Arrays.copyOf(value, 2 * size);
    }
    feature[size] = -1;
    left[size] = -1;
    right[size] = -1;
    return size++;
  }
}
