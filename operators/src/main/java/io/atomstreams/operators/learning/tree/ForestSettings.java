package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import java.io.Serializable;

/**
 * What a forest is told.
 *
 * @param trees how many there are
 * @param lambda the mean of the Poisson numbers
 * @param warning δ of the detector that starts a tree behind
 * @param drift δ of the detector that replaces a tree
 * @param patch how many attributes, chosen at random, a tree may use; all if the schema has no more
 * @param seed of the random numbers
 */
record ForestSettings(
    int trees, double lambda, double warning, double drift, int patch, Growth growth, long seed)
    implements Serializable {

  static final int MOST_TREES = 1000;
  private static final double MOST_LAMBDA = 20;

  ForestSettings {
    Settings.require(trees >= 1 && trees <= MOST_TREES, "trees", trees, "in 1 to " + MOST_TREES);
    Settings.require(
        lambda > 0 && lambda <= MOST_LAMBDA, "lambda", lambda, "above 0, at most " + MOST_LAMBDA);
    Settings.require(warning > 0 && warning < 1, "warning", warning, "between 0 and 1");
    Settings.require(drift > 0 && drift < 1, "drift", drift, "between 0 and 1");
  }

  /** What forests have in common. */
  static ForestSettings of(Options options, int patch, int subspace) {
    return new ForestSettings(
        Settings.whole(options, "trees", 10),
        options.number("lambda", 6),
        options.number("warning", 0.05),
        options.number("drift", 0.01),
        patch,
        Growth.of(options, new Growth(100, 0.01, 0.05, subspace, 20_000, 64)),
        options.whole("seed", 1));
  }

  /** The attributes a new tree may use. */
  int[] patch(int width, CounterRandom random) {
    int[] all = Settings.all(width);
    return patch >= width ? all : Growth.choose(all, patch, random);
  }

  ForestState begin(LeafModel model) {
    CounterRandom random = new CounterRandom(seed);
    Member[] members = new Member[trees];
    for (int i = 0; i < trees; i++) {
      int[] attributes = patch(model.width(), random);
      members[i] = new Member(growth.plant(model, attributes, random), attributes);
    }
    return new ForestState(random, members, new double[3], model);
  }
}
