package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A Hoeffding tree that replaces the parts of itself that have become wrong (Bifet, Gavaldà 2009,
 * "Adaptive learning from evolving data streams"). Every node watches with an {@link Adwin} the
 * errors of the examples that come by. Where one notices that they rise, another tree begins to
 * grow beside it from the same examples. Once both have seen {@value #ENOUGH} of their latest
 * examples and their error rates are further apart than {@code √(2·e(1 − e)·ln(2/α)·(1/n + 1/n′))},
 * the worse of the two goes. A tree that grows beside another starts none of its own before it has
 * taken the place.
 *
 * <p>What a leaf has counted it keeps; it is forgotten with the part of the tree it belongs to.
 *
 * <p>Options: those of {@link HoeffdingTree}, {@code drift} (0.002): δ of the detectors, and {@code
 * alpha} (0.05): α. {@code maxNodes} holds for the tree and for each of those that grow beside it.
 */
public final class HoeffdingAdaptiveTree implements Learner<HoeffdingAdaptiveTree.State> {

  private static final long serialVersionUID = 1;

  /** Examples two trees are compared by, at least. */
  static final int ENOUGH = 300;

  private final Schema schema;
  private final LeafModel model;
  private final Growth growth;
  private final int[] attributes;
  private final double drift;
  private final double alpha;

  public HoeffdingAdaptiveTree(Schema schema, Options options) {
    this.schema = schema;
    model = LeafModel.of(schema);
    growth = HoeffdingTree.growth(schema, options);
    attributes = Settings.all(schema.width());
    drift = options.number("drift", 0.002);
    alpha = options.number("alpha", 0.05);
    Settings.require(drift > 0 && drift < 1, "drift", drift, "between 0 and 1");
    Settings.require(alpha > 0 && alpha < 1, "alpha", alpha, "between 0 and 1");
  }

  /** What the tree has learned. For one thread. */
  public static final class State {

    final Branch whole;
    final Split split;
    final double[] scratch;

    /** Leaves look at all attributes: never drawn from. */
    final CounterRandom random = new CounterRandom(0);

    State(Branch whole, LeafModel model) {
      this.whole = whole;
      split = new Split(model.sideWidth());
      scratch = new double[model.outputs()];
    }

    /** The number of nodes, those of trees that grow beside among them. */
    public int nodes() {
      return whole.size();
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(model, growth);
  }

  @Override
  public void predict(State state, double[] row, double[] out) {
    Nodes tree = state.whole.tree;
    model.predict(tree.leaf(tree.leafOf(row)), attributes, row, out, 0);
  }

  @Override
  public void learn(State state, double[] row, double target, double weight) {
    Branch whole = state.whole;
    int leaf = whole.tree.leafOf(row);
    double loss = learnLeaf(state, whole, leaf, row, target, weight);
    boolean isReplaced = false;
    for (int node = 0; !isReplaced && node >= 0; node = next(whole.tree, node, row)) {
      boolean rises = whole.watch(node).add(loss, drift);
      Branch beside = whole.beside(node);
      if (beside != null) {
        learnBeside(state, beside, row, target, weight);
        isReplaced = compare(whole, node, beside);
      } else if (rises && !whole.tree.isLeaf(node)) {
        whole.setBeside(node, new Branch(growth.plant(model, attributes, state.random)));
      }
    }
  }

  /** The child a row goes to, -1 below leaves. */
  private static int next(Nodes tree, int node, double[] row) {
    return tree.isLeaf(node) ? -1 : tree.childOf(node, row);
  }

  /** Gives 1 if the leaf was wrong before it learnt, else 0. */
  private double learnLeaf(
      State state, Branch branch, int node, double[] row, double target, double weight) {
    double[] leaf = branch.tree.leaf(node);
    long said = model.predict(leaf, attributes, row, state.scratch, 0);
    int best = 0;
    for (int c = 1; c < state.scratch.length; c++) {
      best = state.scratch[c] > state.scratch[best] ? c : best;
    }
    model.learn(leaf, attributes, row, target, weight, said);
    if (Growth.isDue(leaf)
        && growth.grow(branch.tree, node, attributes, model, state.split, state.random)) {
      branch.grown();
    }
    return best == (int) target ? 0 : 1;
  }

  private void learnBeside(State state, Branch beside, double[] row, double target, double weight) {
    int leaf = beside.tree.leafOf(row);
    double loss = learnLeaf(state, beside, leaf, row, target, weight);
    for (int node = 0; node >= 0; node = next(beside.tree, node, row)) {
      beside.watch(node).add(loss, drift);
    }
  }

  /** Keeps the better of two trees if they can be told apart; whether the new one was. */
  private boolean compare(Branch whole, int node, Branch beside) {
    Adwin old = whole.watch(node);
    Adwin young = beside.watch(0);
    if (old.length() < ENOUGH || young.length() < ENOUGH) {
      return false;
    }
    double error = old.mean();
    double reciprocal = 1.0 / old.length() + 1.0 / young.length();
    double confidence = StrictMath.log(2 / alpha);
    double bound = Math.sqrt(2 * error * (1 - error) * confidence * reciprocal);
    if (error - young.mean() > bound) {
      whole.graft(node);
      return true;
    }
    if (young.mean() - error > bound) {
      whole.setBeside(node, null);
    }
    return false;
  }

  @Override
  public long memoryBytes(State state) {
    return 160 + state.whole.memoryBytes();
  }

  /** The leaf's frequencies, as of {@link #publish}. */
  @Override
  public void predictAsPublished(State state, double[] row, double[] out) {
    model.publish(state.whole.tree.leaf(state.whole.tree.leafOf(row)), out);
  }

  /** The tree without those that grow beside; its leaves as of {@link HoeffdingTree}. */
  @Override
  public Optional<LearnedModel> publish(State state) {
    Publication publication = new Publication(schema, model);
    publication.add(state.whole.tree, 1);
    return publication.publish();
  }

  private static final class Codec extends LearnedCodec<State> {

    private static final long serialVersionUID = 1;

    private final LeafModel model;
    private final Growth growth;

    Codec(LeafModel model, Growth growth) {
      super("learning.hoeffding-adaptive-tree", 1);
      this.model = model;
      this.growth = growth;
    }

    @Override
    public State create() {
      return new State(new Branch(growth.plant(model, Settings.all(model.width()), null)), model);
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      state.whole.write(out);
    }

    @Override
    protected State readState(DataInput in, int written) throws IOException {
      return new State(Branch.read(in, model), model);
    }

    @Override
    public State copy(State state) {
      return new State(state.whole.copy(), model);
    }
  }
}
