package io.atomstreams.model.engine.trees;

import io.atomstreams.model.DecisionPaths;
import java.util.ArrayList;
import java.util.List;

/** The ways of rows through the trees that add to one margin of an ensemble. */
final class TreePaths implements DecisionPaths {

  private final TreeEnsemble ensemble;
  private final int output;
  private final Runnable requireOpen;

  /**
   * @param column the one that is the score
   * @param requireOpen throws if the model has been closed
   */
  TreePaths(TreeEnsemble ensemble, int column, Runnable requireOpen) {
    this.ensemble = ensemble;
    this.output = column < ensemble.outputs() ? column : 0;
    this.requireOpen = requireOpen;
  }

  @Override
  public List<Path> of(float[] row) {
    requireOpen.run();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < ensemble.trees().size(); i++) {
      Tree tree = ensemble.trees().get(i);
      if (tree.output() == output) {
        paths.add(path(i, tree, row));
      }
    }
    return paths;
  }

  private Path path(int index, Tree tree, float[] row) {
    List<Step> steps = new ArrayList<>();
    int node = 0;
    while (!tree.isLeaf(node)) {
      int column = tree.feature()[node];
      boolean left = tree.goesLeft(node, row[column]);
      String name = ensemble.features().get(column);
      steps.add(new Step(name, row[column], tree.threshold()[node], left));
      node = left ? tree.left()[node] : tree.right()[node];
    }
    return new Path(index, depth(tree), tree.size(), List.copyOf(steps), tree.value()[node]);
  }

  /** Children come after their parent. */
  private static int depth(Tree tree) {
    int[] depth = new int[tree.size()];
    int most = 0;
    for (int node = 0; node < tree.size(); node++) {
      most = Math.max(most, depth[node]);
      if (!tree.isLeaf(node)) {
        depth[tree.left()[node]] = depth[node] + 1;
        depth[tree.right()[node]] = depth[node] + 1;
      }
    }
    return most;
  }
}
