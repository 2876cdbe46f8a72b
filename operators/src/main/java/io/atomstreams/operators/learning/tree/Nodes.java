package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One tree. Node 0 is the root; the children of a node stand side by side and behind it. Two longs
 * a node hold the question it asks, so that a row's way down reads one cache line a level; only
 * leaves have an array of their own ({@link LeafModel}).
 *
 * <p>At a number a row goes left where its value is below the threshold, and where it is missing to
 * the child that more of the examples went to when the node was split. At a category it goes left
 * where the value is the level asked for.
 */
final class Nodes {

  /** In the lower half of a node's first long, below the attribute's index. */
  private static final int MISSING_LEFT = 1;

  private static final int CATEGORY = 2;
  private static final int FLAGS = 2;
  private static final int HALF = 32;
  private static final long LOWER = 0xFFFF_FFFFL;
  private static final int FIRST_ROOM = 8;

  /** Of nodes that are read from bytes. */
  static final int MOST = 1 << 24;

  /** Per node the index of its left child and the question, 0 at leaves; then the threshold. */
  private long[] questions = new long[2 * FIRST_ROOM];

  private double[][] leaves = new double[FIRST_ROOM][];
  private int[][] attributes = new int[FIRST_ROOM][];
  private int[] depths = new int[FIRST_ROOM];
  private int size;

  /**
   * A tree of one leaf.
   *
   * @param looksAt the attributes it looks at; not copied
   */
  Nodes(double[] leaf, int[] looksAt) {
    add(leaf, looksAt, 0);
  }

  private Nodes() {}

  private void add(double[] leaf, int[] looksAt, int depth) {
    if (size == depths.length) {
      questions = Arrays.copyOf(questions, 4 * size);
      leaves = Arrays.copyOf(leaves, 2 * size);
      attributes = Arrays.copyOf(attributes, 2 * size);
      depths = Arrays.copyOf(depths, 2 * size);
    }
    questions[2 * size] = 0;
    leaves[size] = leaf;
    attributes[size] = looksAt;
    depths[size] = depth;
    size++;
  }

  /** The leaf a row comes to. */
  int leafOf(double[] row) {
    return leafOf(row, 0);
  }

  /** The leaf a row comes to from a node on. */
  int leafOf(double[] row, int from) {
    long[] asked = questions;
    int node = from;
    for (long question = asked[2 * node]; question != 0; question = asked[2 * node]) {
      node = childOf(question, Double.longBitsToDouble(asked[2 * node + 1]), row);
    }
    return node;
  }

  private static int childOf(long question, double threshold, double[] row) {
    int test = (int) question;
    double x = row[test >>> FLAGS];
    int left = (int) (question >>> HALF);
    if ((test & CATEGORY) != 0) {
      return x == threshold ? left : left + 1;
    }
    if (Double.isNaN(x)) {
      return left + 1 - (test & MISSING_LEFT);
    }
    return x < threshold ? left : left + 1;
  }

  /** Which child a row goes to at an inner node. */
  int childOf(int node, double[] row) {
    return childOf(questions[2 * node], threshold(node), row);
  }

  boolean isLeaf(int node) {
    return questions[2 * node] == 0;
  }

  int left(int node) {
    return (int) (questions[2 * node] >>> HALF);
  }

  int attribute(int node) {
    return (int) questions[2 * node] >>> FLAGS;
  }

  boolean asksForLevel(int node) {
    return (questions[2 * node] & CATEGORY) != 0;
  }

  boolean missingGoesLeft(int node) {
    return (questions[2 * node] & MISSING_LEFT) != 0;
  }

  double threshold(int node) {
    return Double.longBitsToDouble(questions[2 * node + 1]);
  }

  /** What a leaf keeps. */
  double[] leaf(int node) {
    return leaves[node];
  }

  /** The attributes a leaf looks at. */
  int[] attributes(int node) {
    return attributes[node];
  }

  int depth(int node) {
    return depths[node];
  }

  /** The number of nodes, leaves among them. */
  int size() {
    return size;
  }

  /** Makes an inner node of a leaf, which is forgotten. */
  void split(
      int node,
      Question question,
      double[] left,
      int[] leftAttributes,
      double[] right,
      int[] rightAttributes) {
    ask(node, question, size);
    int depth = depths[node] + 1;
    add(left, leftAttributes, depth);
    add(right, rightAttributes, depth);
  }

  private void ask(int node, Question question, int left) {
    int test =
        question.attribute() << FLAGS
            | (question.isLevel() ? CATEGORY : 0)
            | (question.missingGoesLeft() ? MISSING_LEFT : 0);
    questions[2 * node] = (long) left << HALF | test;
    questions[2 * node + 1] = Double.doubleToRawLongBits(question.threshold());
    leaves[node] = null;
    attributes[node] = null;
  }

  /** A tree whose one node is another's root; a question without children if that is one. */
  static Nodes rootOf(Nodes other) {
    Nodes tree = new Nodes();
    tree.addLike(other, 0);
    return tree;
  }

  /** Adds a node as it stands in another tree; {@link #point} is to follow if it asks. */
  void addLike(Nodes other, int node) {
    add(other.leaves[node], other.attributes[node], 0);
    questions[2 * (size - 1)] = other.questions[2 * node];
    questions[2 * (size - 1) + 1] = other.questions[2 * node + 1];
  }

  /** Says where the children of an inner node stand. */
  void point(int node, int left) {
    questions[2 * node] = (long) left << HALF | (questions[2 * node] & LOWER);
  }

  /** Finds the depths of all nodes anew. */
  void measureDepths() {
    depths[0] = 0;
    for (int node = 0; node < size; node++) {
      if (!isLeaf(node)) {
        depths[left(node)] = depths[node] + 1;
        depths[left(node) + 1] = depths[node] + 1;
      }
    }
  }

  /**
   * What an inner node asks.
   *
   * @param isLevel whether for a category's level, else for a number below the threshold
   */
  record Question(int attribute, boolean isLevel, double threshold, boolean missingGoesLeft) {}

  Nodes copy() {
    Nodes copy = new Nodes();
    copy.questions = questions.clone();
    copy.leaves = leaves.clone();
    for (int node = 0; node < size; node++) {
      copy.leaves[node] = leaves[node] == null ? null : leaves[node].clone();
    }
    // which attributes a leaf looks at never changes
    copy.attributes = attributes.clone();
    copy.depths = depths.clone();
    copy.size = size;
    return copy;
  }

  long memoryBytes() {
    long bytes = 96 + 36L * depths.length;
    for (int node = 0; node < size; node++) {
      if (leaves[node] != null) {
        bytes += 32 + 8L * leaves[node].length + 4L * attributes[node].length;
      }
    }
    return bytes;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    for (int node = 0; node < size; node++) {
      out.writeLong(questions[2 * node]);
      if (isLeaf(node)) {
        Wire.writeInts(out, attributes[node]);
        Wire.writeDoubles(out, leaves[node]);
      } else {
        out.writeLong(questions[2 * node + 1]);
      }
    }
  }

  static Nodes read(DataInput in, LeafModel model) throws IOException {
    int size = Wire.count(in, MOST);
    Nodes read = new Nodes();
    for (int node = 0; node < size; node++) {
      read.add(null, null, 0);
    }
    for (int node = 0; node < size; node++) {
      read.readNode(in, model, node);
    }
    return read;
  }

  /** Depths follow from the parents, which come first. */
  private void readNode(DataInput in, LeafModel model, int node) throws IOException {
    questions[2 * node] = in.readLong();
    if (isLeaf(node)) {
      attributes[node] = Wire.readInts(in, model.width(), model.width());
      leaves[node] = model.create(attributes[node]);
      Wire.readDoubles(in, leaves[node]);
      return;
    }
    questions[2 * node + 1] = in.readLong();
    int left = left(node);
    if (left <= node || left + 1 >= size || attribute(node) >= model.width()) {
      throw new IOException(
          "node %d of %d asks for attribute %d and has the child %d: the bytes are no tree"
              .formatted(node, size, attribute(node), left));
    }
    depths[left] = depths[node] + 1;
    depths[left + 1] = depths[node] + 1;
  }
}
