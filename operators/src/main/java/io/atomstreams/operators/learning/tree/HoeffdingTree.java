package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A decision tree that grows with the stream and splits a leaf once it is all but certain which
 * question is best (Domingos, Hulten 2000, "Mining high-speed data streams"), with naive Bayes in
 * its leaves where that is right more often. For a number its leaves say means and questions are
 * judged by the reduction of standard deviation (Ikonomovska, Gama, Džeroski 2011). It never
 * forgets.
 *
 * <p>Options, in brackets what holds if nothing is said: {@code grace} (200), {@code delta} (1e-7),
 * {@code tie} (0.05), {@code maxNodes} (20,000), {@code maxDepth} (64): see {@link Growth}. A tree
 * of as many nodes grows no more; its leaves go on learning.
 *
 * <p>Published are the leaves' frequencies of classes (Laplace's estimate), also where a leaf goes
 * by naive Bayes online.
 */
public final class HoeffdingTree implements Learner<TreeState> {

  private static final long serialVersionUID = 1;
  private static final int GRACE = 200;
  private static final double DELTA = 1e-7;

  private final Schema schema;
  private final LeafModel model;
  private final Growth growth;
  private final int[] attributes;

  public HoeffdingTree(Schema schema, Options options) {
    this.schema = schema;
    model = LeafModel.of(schema);
    growth = growth(schema, options);
    attributes = Settings.all(schema.width());
  }

  /** As of {@link HoeffdingAdaptiveTree} too. */
  static Growth growth(Schema schema, Options options) {
    return Growth.of(options, new Growth(GRACE, DELTA, 0.05, schema.width(), 20_000, 64));
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<TreeState> codec() {
    return new Codec(model, growth);
  }

  @Override
  public void predict(TreeState state, double[] row, double[] out) {
    int leaf = state.tree.leafOf(row);
    model.predict(state.tree.leaf(leaf), attributes, row, out, 0);
  }

  @Override
  public void learn(TreeState state, double[] row, double target, double weight) {
    int node = state.tree.leafOf(row);
    double[] leaf = state.tree.leaf(node);
    long said = model.predict(leaf, attributes, row, state.scratch, 0);
    model.learn(leaf, attributes, row, target, weight, said);
    if (Growth.isDue(leaf)) {
      growth.grow(state.tree, node, attributes, model, state.split, state.random);
    }
  }

  @Override
  public long memoryBytes(TreeState state) {
    return 160 + state.tree.memoryBytes();
  }

  /** The leaf's frequencies, as of {@link #publish}. */
  @Override
  public void predictAsPublished(TreeState state, double[] row, double[] out) {
    model.publish(state.tree.leaf(state.tree.leafOf(row)), out);
  }

  @Override
  public Optional<LearnedModel> publish(TreeState state) {
    Publication publication = new Publication(schema, model);
    publication.add(state.tree, 1);
    return publication.publish();
  }

  private static final class Codec extends LearnedCodec<TreeState> {

    private static final long serialVersionUID = 1;

    private final LeafModel model;
    private final Growth growth;

    Codec(LeafModel model, Growth growth) {
      super("learning.hoeffding-tree", 1);
      this.model = model;
      this.growth = growth;
    }

    @Override
    public TreeState create() {
      return new TreeState(growth.plant(model, Settings.all(model.width()), null), model);
    }

    @Override
    public void write(TreeState state, DataOutput out) throws IOException {
      state.tree.write(out);
    }

    @Override
    protected TreeState readState(DataInput in, int written) throws IOException {
      return new TreeState(Nodes.read(in, model), model);
    }

    @Override
    public TreeState copy(TreeState state) {
      return new TreeState(state.tree.copy(), model);
    }
  }
}
