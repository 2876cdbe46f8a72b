package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.state.StateCodec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A forest whose trees are replaced when the stream changes, one by one (Gomes et al. 2017,
 * "Adaptive random forests for evolving data stream classification"; 2018, "Adaptive random forests
 * for data stream regression").
 *
 * <p>Each tree learns an example as often as a Poisson number says, in one update of that weight.
 * Two {@link Adwin} watch its losses: when the more sensitive one fires, a new tree starts to grow
 * behind it; when the other does, that one takes its place, or an empty one if there is none. The
 * loss is 1 for a wrong class and 0 for the right one; of a number, {@code min(1, |error| / 3s)},
 * with s the standard deviation of the targets so far.
 *
 * <p>The forest's probabilities are the means of its trees' distributions, weighted by the share of
 * examples each had right since it took its place; its number is their plain mean.
 */
abstract class AdaptiveForest implements Learner<ForestState> {

  private static final long serialVersionUID = 1;

  private static final double LARGEST_ERROR = 3;

  private final Schema schema;
  private final ForestSettings settings;
  private final LeafModel model;
  private final Poisson poisson;
  private final ForestCodec codec;

  AdaptiveForest(Schema schema, ForestSettings settings, String codecId) {
    this.schema = schema;
    this.settings = settings;
    this.model = LeafModel.of(schema);
    this.poisson = new Poisson(settings.lambda());
    this.codec = new ForestCodec(codecId, model, settings);
  }

  @Override
  public final Schema schema() {
    return schema;
  }

  @Override
  public final StateCodec<ForestState> codec() {
    return codec;
  }

  @Override
  public final void predict(ForestState state, double[] row, double[] out) {
    state.look(row, model);
    Arrays.fill(out, 0, model.outputs(), 0);
    double weights = 0;
    for (int i = 0; i < state.members.length; i++) {
      double weight = voteOf(state.members[i]);
      weights += weight;
      for (int output = 0; output < model.outputs(); output++) {
        out[output] += weight * state.vote(i, output);
      }
    }
    for (int output = 0; output < model.outputs(); output++) {
      out[output] /= weights;
    }
  }

  private double voteOf(Member member) {
    return schema.target().isNumber() ? 1 : member.merit();
  }

  @Override
  public final void learn(ForestState state, double[] row, double given, double weight) {
    double target = OnlineScaler.bounded(given);
    state.look(row, model);
    double scale = schema.target().isNumber() ? scale(state.targets, target, weight) : 0;
    long bits = 0;
    for (int i = 0; i < state.members.length; i++) {
      bits = i % (Long.SIZE / Poisson.BITS) == 0 ? state.random.nextLong() : bits >>> Poisson.BITS;
      int times = poisson.of(bits);
      double loss = loss(state, i, target, scale);
      Member member = state.members[i];
      if (times > 0) {
        train(state, i, row, target, times * weight);
      }
      member.tested += weight;
      member.lost += weight * loss;
      watch(state, member, loss);
    }
    state.forgetLook();
  }

  /** Takes the target in and gives by what an error is divided; 0 before targets differ. */
  private static double scale(double[] targets, double target, double weight) {
    double all = targets[0] + weight;
    double difference = target - targets[1];
    targets[0] = all;
    targets[1] += difference * weight / all;
    targets[2] += weight * difference * (target - targets[1]);
    return LARGEST_ERROR * Math.sqrt(targets[2] / all);
  }

  private double loss(ForestState state, int member, double target, double scale) {
    if (schema.target().isNumber()) {
      double error = Math.abs(state.vote(member, 0) - target);
      return scale > 0 ? Math.min(1, error / scale) : 0;
    }
    int said = 0;
    for (int c = 1; c < model.outputs(); c++) {
      said = state.vote(member, c) > state.vote(member, said) ? c : said;
    }
    return said == (int) target ? 0 : 1;
  }

  private void train(ForestState state, int index, double[] row, double target, double weight) {
    Member member = state.members[index];
    Nodes tree = member.tree;
    int leaf = state.leaf(index);
    model.learn(tree.leaf(leaf), tree.attributes(leaf), row, target, weight, state.said(index));
    growIfDue(state, tree, leaf, member.attributes);
    if (member.background != null) {
      Nodes behind = member.background;
      int itsLeaf = behind.leafOf(row);
      double[] kept = behind.leaf(itsLeaf);
      int[] looksAt = behind.attributes(itsLeaf);
      long said = model.predict(kept, looksAt, row, state.scratch, 0);
      model.learn(kept, looksAt, row, target, weight, said);
      growIfDue(state, behind, itsLeaf, member.backgroundAttributes);
    }
  }

  private void growIfDue(ForestState state, Nodes tree, int leaf, int[] attributes) {
    if (Growth.isDue(tree.leaf(leaf))) {
      settings.growth().grow(tree, leaf, attributes, model, state.split, state.random);
    }
  }

  private void watch(ForestState state, Member member, double loss) {
    if (member.warning.add(loss, settings.warning())) {
      member.backgroundAttributes = settings.patch(model.width(), state.random);
      member.background = settings.growth().plant(model, member.backgroundAttributes, state.random);
      member.warning.clear();
    }
    if (member.drift.add(loss, settings.drift())) {
      if (member.background == null) {
        int[] attributes = settings.patch(model.width(), state.random);
        member.replace(settings.growth().plant(model, attributes, state.random), attributes);
      } else {
        member.replace(member.background, member.backgroundAttributes);
      }
    }
  }

  @Override
  public final long memoryBytes(ForestState state) {
    long bytes = 256 + 8L * (model.width() + model.outputs() * (state.size() + 1L));
    for (Member member : state.members) {
      bytes += member.memoryBytes();
    }
    return bytes;
  }

  /**
   * The trees with their leaves' frequencies of classes, or means. Where a leaf goes by naive Bayes
   * the online prediction is another one.
   */
  @Override
  public final Optional<LearnedModel> publish(ForestState state) {
    Publication publication = new Publication(schema, model);
    double sum = 0;
    for (Member member : state.members) {
      sum += voteOf(member);
    }
    for (Member member : state.members) {
      publication.add(member.tree, voteOf(member) / sum);
    }
    return publication.publish();
  }

  /** The weighted mean of the frequencies, or means, of the leaves. */
  @Override
  public final void predictAsPublished(ForestState state, double[] row, double[] out) {
    Arrays.fill(out, 0, model.outputs(), 0);
    double[] leaf = new double[model.outputs()];
    double weights = 0;
    for (Member member : state.members) {
      weights += voteOf(member);
    }
    for (Member member : state.members) {
      model.publish(member.tree.leaf(member.tree.leafOf(row)), leaf);
      for (int output = 0; output < leaf.length; output++) {
        out[output] += voteOf(member) / weights * leaf[output];
      }
    }
    if (!schema.target().isNumber()) {
      // the shares add up to 1 but for their last bits
      for (int output = 0; output < model.outputs(); output++) {
        out[output] = Math.min(1, out[output]);
      }
    }
  }

  /**
   * The best trees of all states, as many as a forest has, by their own share of right answers
   * before they learnt them (of numbers, by their mean loss), each with its detectors and the tree
   * behind it. Random numbers go on from the first state.
   */
  @Override
  public final Optional<ForestState> merge(List<ForestState> states) {
    if (states.isEmpty()) {
      return Optional.empty();
    }
    ForestState merged = codec.copy(states.get(0));
    Member[] best =
        states.stream()
            .flatMap(state -> Arrays.stream(state.members))
            .sorted(Comparator.comparingDouble(Member::merit).reversed())
            .limit(settings.trees())
            .map(Member::copy)
            .toArray(Member[]::new);
    return Optional.of(new ForestState(merged.random, best, pooledTargets(states), model));
  }

  private static double[] pooledTargets(List<ForestState> states) {
    double[] pooled = new double[3];
    for (ForestState state : states) {
      double[] part = state.targets;
      double all = pooled[0] + part[0];
      if (part[0] > 0) {
        double apart = part[1] - pooled[1];
        pooled[2] += part[2] + apart * apart * pooled[0] * part[0] / all;
        pooled[1] += apart * part[0] / all;
        pooled[0] = all;
      }
    }
    return pooled;
  }
}
