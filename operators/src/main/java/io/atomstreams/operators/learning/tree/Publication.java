package io.atomstreams.operators.learning.tree;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learned trees in the portable form: of two classes the probability of class 1, of more one tree a
 * class with the same questions, of a number the mean.
 *
 * <p>A leaf gives Laplace's estimate of its classes' frequencies. Where it goes by naive Bayes
 * online, the published score is another one.
 *
 * <p>The form asks numbers only. A category has to arrive as one of its levels or as {@code NaN}:
 * what is no level, which online is as good as missing, is taken for a level beside it here.
 */
final class Publication {

  private static final String INPUT = "features";
  private static final int BINARY = 2;

  /** Of all trees together; a file of more would be some hundred megabytes. */
  private static final int MOST_NODES = 1 << 20;

  private final Schema schema;
  private final LeafModel model;
  private final List<Tree> trees = new ArrayList<>();
  private int nodes;

  Publication(Schema schema, LeafModel model) {
    this.schema = schema;
    this.model = model;
  }

  /** Adds a tree whose leaves count for {@code share} of the whole. */
  void add(Nodes tree, double share) {
    for (int output = 0; output < margins(); output++) {
      if (nodes < MOST_NODES) {
        int from = margins() == 1 ? model.outputs() - 1 : output;
        TreeDraft draft = new TreeDraft(tree, model, from, share, MOST_NODES - nodes);
        nodes += draft.size();
        draft.tree(output).ifPresent(trees::add);
      }
    }
  }

  private int margins() {
    return model.outputs() <= BINARY ? 1 : model.outputs();
  }

  /** Empty if the trees have more than {@link #MOST_NODES} nodes. */
  Optional<LearnedModel> publish() {
    if (nodes >= MOST_NODES) {
      return Optional.empty();
    }
    boolean isNumber = schema.target().isNumber();
    List<String> names = schema.attributes().stream().map(Attribute::name).toList();
    TreeEnsemble ensemble =
        new TreeEnsemble(
            names,
            isNumber ? EnsembleLink.IDENTITY : EnsembleLink.PROBABILITY,
            Collections.nCopies(margins(), 0.0),
            trees);
    byte[] file = ensemble.toJson().getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        new LearnedModel(
            new TreesEngine().name(),
            isNumber ? value(names) : probability(names),
            Map.of(TreesEngine.TREES_FILE, file)));
  }

  private static ModelSignature value(List<String> names) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows(INPUT, names.size())),
        List.of(TensorSpec.floatPerRow("value")),
        names,
        new Score("value", 0, Kind.VALUE));
  }

  /** The score is the probability of class 1. */
  private ModelSignature probability(List<String> names) {
    String output = "probability";
    if (margins() == 1) {
      return ModelSignature.probability(INPUT, output, names);
    }
    TensorSpec classes =
        new TensorSpec(output, ElementType.FLOAT32, List.of(-1L, (long) margins()));
    return new ModelSignature(
        List.of(TensorSpec.floatRows(INPUT, names.size())),
        List.of(classes),
        names,
        new Score(output, 1, Kind.PROBABILITY));
  }
}
