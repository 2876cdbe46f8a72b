package io.atomstreams.model.network;

import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Operations.Unary;
import java.util.List;
import java.util.Map;

/**
 * The probability of yes: binary cross-entropy, {@code ln(1 + exp(x)) − y·x} for the logit {@code
 * x} and {@code y} of 0 or 1, in nats. The result is {@code probability} [-1].
 */
public record ProbabilityObjective() implements Objective {

  public static final String OUTPUT = "probability";

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public <T> T loss(Operations<T> ops, T logits, T targets) {
    return ops.subtract(ops.unary(Unary.SOFTPLUS, logits), ops.multiply(targets, logits));
  }

  @Override
  public <T> Map<String, T> results(Operations<T> ops, T logits) {
    return Map.of(OUTPUT, ops.reshape(ops.sigmoid(logits), -1));
  }

  @Override
  public List<TensorSpec> results() {
    return List.of(TensorSpec.floatPerRow(OUTPUT));
  }

  @Override
  public Score score() {
    return new Score(OUTPUT, 0, Kind.PROBABILITY);
  }

  @Override
  public boolean isValue() {
    return false;
  }
}
