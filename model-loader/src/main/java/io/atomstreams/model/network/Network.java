package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network, from the raw row to its named results: the whole of what is exported.
 *
 * @param features the name of each value of a raw row, in order
 * @param weights of the architecture
 */
public record Network(
    List<String> features,
    Architecture architecture,
    Weights weights,
    Preparation preparation,
    Objective objective) {

  public Network {
    features = List.copyOf(features);
    TensorSpec input = architecture.input();
    if (features.size() != input.width()) {
      throw new ModelException(
          "network: %d features, the input %s takes %d values a row"
              .formatted(features.size(), input, input.width()));
    }
    if (architecture.outputs() != objective.outputs()) {
      throw new ModelException(
          "network: the architecture gives %d numbers a row, the objective needs %d"
              .formatted(architecture.outputs(), objective.outputs()));
    }
    if (!weights.specs().equals(architecture.weights())) {
      throw new ModelException("network: the weights are not those of the architecture");
    }
    if (preparation.scalesResults() && !objective.isValue()) {
      throw new ModelException("network: a probability cannot follow the level of a row");
    }
  }

  /** Whether an additive explanation is part of the graph. */
  public boolean hasContributions() {
    return Contributions.explains(this);
  }

  /**
   * Everything the graph computes from the raw input, by the names of {@link #outputs()} and in
   * their order.
   */
  public <T> Map<String, T> define(Operations<T> ops, T raw) {
    TensorSpec input = architecture.input();
    boolean flat = input.shape().size() == 2;
    T rows = flat ? raw : ops.reshape(raw, -1, input.width());
    T prepared = preparation.before(ops, rows);
    T shaped = flat ? prepared : reshaped(ops, prepared, input);
    T numbers = architecture.forward(ops, shaped);
    Map<String, T> results =
        new LinkedHashMap<>(
            objective.results(
                ops, objective.isValue() ? preparation.after(ops, rows, numbers) : numbers));
    if (hasContributions()) {
      results.put(Contributions.OUTPUT, Contributions.of(this).define(ops, prepared, numbers));
    }
    return results;
  }

  private static <T> T reshaped(Operations<T> ops, T rows, TensorSpec input) {
    int[] shape = input.shape().stream().mapToInt(Math::toIntExact).toArray();
    return ops.reshape(rows, shape);
  }

  /** Names, types and shapes of what the graph computes. */
  public List<TensorSpec> outputs() {
    List<TensorSpec> outputs = new ArrayList<>(objective.results());
    if (hasContributions()) {
      outputs.add(Contributions.spec(features.size()));
    }
    return List.copyOf(outputs);
  }

  /** What is served: the input, the results without the explanation, and the score. */
  public ModelSignature signature() {
    return new ModelSignature(
        List.of(architecture.input()), objective.results(), features, objective.score());
  }
}
