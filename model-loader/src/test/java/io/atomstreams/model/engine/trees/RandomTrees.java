package io.atomstreams.model.engine.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Ensembles and rows that depend on a seed alone. Splits repeat features; some covers are zero. */
public final class RandomTrees {

  private RandomTrees() {}

  public static List<String> features(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i).toList();
  }

  public static TreeEnsemble ensemble(
      List<String> features, EnsembleLink link, int outputs, int trees, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tree> grown = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      grown.add(tree(i % outputs, features.size(), depth, random));
    }
    return new TreeEnsemble(
        features, link, Collections.nCopies(outputs, random.nextDouble() - 0.5), grown);
  }

  static Tree tree(int output, int features, int depth, SplittableRandom random) {
    Growing tree = new Growing();
    grow(tree, features, depth, 50 + random.nextInt(50), random);
    return tree.finish(output);
  }

  private static int grow(
      Growing tree, int features, int depth, double cover, SplittableRandom random) {
    int node = tree.add(cover);
    if (depth == 0 || (tree.size() > 1 && random.nextInt(6) == 0)) {
      tree.values.set(node, random.nextDouble() - 0.5);
      return node;
    }
    tree.features.set(node, random.nextInt(features));
    tree.thresholds.set(node, random.nextInt(-4, 5) / 2.0);
    tree.defaultLeft.set(node, random.nextBoolean());
    tree.zeroIsMissing.set(node, random.nextInt(4) == 0);
    double share = random.nextInt(12) == 0 ? 0 : random.nextDouble();
    tree.left.set(node, grow(tree, features, depth - 1, cover * share, random));
    tree.right.set(node, grow(tree, features, depth - 1, cover * (1 - share), random));
    return node;
  }

  /** Values on both sides of the thresholds and on them; some missing, some zero. */
  public static float[] rows(int count, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[count * features];
    for (int i = 0; i < rows.length; i++) {
      int kind = random.nextInt(8);
      rows[i] =
          kind == 0
              ? Float.NaN
              : kind == 1
                  ? 0
                  : kind == 2 ? random.nextInt(-4, 5) / 2f : random.nextInt(-99, 99) / 40f;
    }
    return rows;
  }

  /** What a row makes of the margins, by following each tree as its description says. */
  public static double[] margins(TreeEnsemble ensemble, float[] row) {
    double[] margins = ensemble.base().stream().mapToDouble(Double::doubleValue).toArray();
    for (Tree tree : ensemble.trees()) {
      int node = 0;
      while (tree.left()[node] >= 0) {
        node = goesLeft(tree, node, row) ? tree.left()[node] : tree.right()[node];
      }
      margins[tree.output()] += tree.value()[node];
    }
    return margins;
  }

  /** What a row makes of the outputs: its margins, through the link as it is defined. */
  public static double[] outputs(TreeEnsemble ensemble, float[] row) {
    double[] margins = margins(ensemble, row);
    double total = Arrays.stream(margins).map(Math::exp).sum();
    return Arrays.stream(margins)
        .map(
            margin ->
                switch (ensemble.link()) {
                  case IDENTITY -> margin;
                  case PROBABILITY -> Math.min(1, Math.max(0, margin));
                  case LOGIT -> 1 / (1 + Math.exp(-margin));
                  case SOFTMAX -> Math.exp(margin) / total;
                })
        .toArray();
  }

  static boolean goesLeft(Tree tree, int node, float[] row) {
    double x = row[tree.feature()[node]];
    boolean missing = Double.isNaN(x) || (tree.zeroIsMissing()[node] && Math.abs(x) < 1e-30);
    return missing ? tree.defaultLeft()[node] : x < tree.threshold()[node];
  }

  private static final class Growing {
    final List<Integer> features = new ArrayList<>();
    final List<Integer> left = new ArrayList<>();
    final List<Integer> right = new ArrayList<>();
    final List<Double> thresholds = new ArrayList<>();
    final List<Double> covers = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    final List<Boolean> defaultLeft = new ArrayList<>();
    final List<Boolean> zeroIsMissing = new ArrayList<>();

    int size() {
      return features.size();
    }

    int add(double cover) {
      features.add(-1);
      left.add(-1);
      right.add(-1);
      thresholds.add(0.0);
      covers.add(cover);
      values.add(0.0);
      defaultLeft.add(false);
      zeroIsMissing.add(false);
      return size() - 1;
    }

    Tree finish(int output) {
      return new Tree(
          output,
          ints(features),
          doubles(thresholds),
          ints(left),
          ints(right),
          flags(defaultLeft),
          flags(zeroIsMissing),
          doubles(covers),
          doubles(values));
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean[] flags(List<Boolean> values) {
      boolean[] flags = new boolean[values.size()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = values.get(i);
      }
      return flags;
    }
  }
}
