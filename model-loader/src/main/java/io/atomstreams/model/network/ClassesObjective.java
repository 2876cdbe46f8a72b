package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Operations.Reduction;
import io.atomstreams.model.network.Operations.Unary;
import java.util.List;
import java.util.Map;

/**
 * One of several classes: softmax cross-entropy, {@code ln Σ exp(x) − x_y}, in nats. A target is
 * the class's number, written as a row of zeros with a 1 at its place. The result is {@code
 * probabilities} [-1, classes].
 *
 * @param classes 2 or more
 * @param scored the class whose probability is the score, from 0
 */
public record ClassesObjective(int classes, int scored) implements Objective {

  public static final String OUTPUT = "probabilities";

  public ClassesObjective {
    if (classes < 2 || scored < 0 || scored >= classes) {
      throw new ModelException(
          "classes: %d of them and number %d as the score; there must be 2 or more, the score one of them"
              .formatted(classes, scored));
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public int targets() {
    return classes;
  }

  @Override
  public <T> T loss(Operations<T> ops, T logits, T targets) {
    T highest = ops.reduce(Reduction.MAXIMUM, logits, 1, true);
    T shifted = ops.subtract(logits, highest);
    T sum = ops.reduce(Reduction.SUM, ops.unary(Unary.EXP, shifted), 1, false);
    T right = ops.reduce(Reduction.SUM, ops.multiply(targets, shifted), 1, false);
    return ops.subtract(ops.unary(Unary.LOG, sum), right);
  }

  @Override
  public <T> Map<String, T> results(Operations<T> ops, T logits) {
    return Map.of(OUTPUT, ops.softmax(logits));
  }

  @Override
  public List<TensorSpec> results() {
    return List.of(TensorSpec.floatRows(OUTPUT, classes));
  }

  @Override
  public Score score() {
    return new Score(OUTPUT, scored, Kind.PROBABILITY);
  }

  @Override
  public boolean isValue() {
    return false;
  }
}
