package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.Options;

/**
 * The adaptive random forest of Gomes et al.: each leaf looks at a few attributes of its own,
 * chosen at random.
 *
 * <p>Options, in brackets what holds if nothing is said:
 *
 * <ul>
 *   <li>{@code trees} (10), {@code lambda} (6): how many trees, and the mean of the Poisson numbers
 *       by which each weighs an example
 *   <li>{@code subspace} (0): attributes of a leaf; 0 stands for {@code ⌈√width⌉ + 1}, at least
 *       {@value #FEWEST}, since naive Bayes has little to go by with fewer
 *   <li>{@code grace} (100), {@code delta} (0.01), {@code tie} (0.05), {@code maxNodes} (20,000 a
 *       tree), {@code maxDepth} (64): see {@link Growth}; a tree of as many nodes grows no more,
 *       its leaves go on learning, until the forest replaces it
 *   <li>{@code warning} (0.05), {@code drift} (0.01): δ of the two detectors
 *   <li>{@code seed} (1)
 * </ul>
 */
public final class AdaptiveRandomForest extends AdaptiveForest {

  private static final long serialVersionUID = 1;
  private static final int FEWEST = 6;

  public AdaptiveRandomForest(Schema schema, Options options) {
    super(schema, settings(schema.width(), options), "learning.adaptive-random-forest");
  }

  private static ForestSettings settings(int width, Options options) {
    int subspace = Settings.whole(options, "subspace", 0);
    int few = Math.max(FEWEST, (int) Math.ceil(Math.sqrt(width)) + 1);
    return ForestSettings.of(options, width, subspace == 0 ? few : subspace);
  }
}
