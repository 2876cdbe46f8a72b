package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations.Reduction;
import io.atomstreams.model.network.Operations.Unary;
import io.atomstreams.model.network.WeightSpec.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder of the transformer (Vaswani et al. 2017) over a sequence {@code [batch, steps,
 * width]}: a linear projection to {@code units}, sinusoidal positions, then blocks of multi-head
 * attention and a feed-forward layer, each behind its layer norm and added to what came in (the
 * order of Xiong et al. 2020, which learns without a warm-up), a last layer norm, the mean over the
 * steps and a dense layer.
 *
 * @param units the width of a step inside, even and divisible by {@code heads}
 * @param heads of the attention
 * @param inner units of the feed-forward layer
 * @param blocks 1 or more
 */
public record TransformerArchitecture(
    TensorSpec input, int units, int heads, int inner, int blocks, int outputs)
    implements Architecture {

  static final String NAME = "transformer";
  private static final double EPSILON = 1e-5;

  public TransformerArchitecture {
    Architecture.require(
        input.shape().size() == 3, NAME, "input", input.shape(), "a sequence [-1, steps, width]");
    Architecture.require(heads >= 1, NAME, "heads", heads, "1 or more");
    Architecture.require(
        units >= 2 && units % 2 == 0 && units % Math.max(1, heads) == 0,
        NAME,
        "units",
        units,
        "even and divisible by the " + heads + " heads");
    Architecture.require(inner >= 1, NAME, "inner", inner, "1 or more");
    Architecture.require(blocks >= 1, NAME, "blocks", blocks, "1 or more");
    Architecture.require(outputs >= 1, NAME, "outputs", outputs, "1 or more");
  }

  /** One block of 32 units, 4 heads and 64 inner units. */
  static TransformerArchitecture small(TensorSpec input, int outputs) {
    return new TransformerArchitecture(input, 32, 4, 64, 1, outputs);
  }

  @Override
  public String name() {
    return NAME;
  }

  private int steps() {
    return Math.toIntExact(input.shape().get(1));
  }

  private int width() {
    return Math.toIntExact(input.shape().get(2));
  }

  @Override
  public List<WeightSpec> weights() {
    List<WeightSpec> weights = new ArrayList<>();
    layer(weights, "project", width(), units, Start.GLOROT);
    for (int i = 0; i < blocks; i++) {
      String block = "block_" + i;
      norm(weights, block + "/attention_norm");
      for (String part : List.of("/query", "/key", "/value", "/attended")) {
        layer(weights, block + part, units, units, Start.GLOROT);
      }
      norm(weights, block + "/forward_norm");
      layer(weights, block + "/inner", units, inner, Start.HE);
      layer(weights, block + "/outer", inner, units, Start.GLOROT);
    }
    norm(weights, "norm");
    layer(weights, "output", units, outputs, Start.GLOROT);
    return List.copyOf(weights);
  }

  private static void layer(
      List<WeightSpec> weights, String name, int inputs, int outputs, Start start) {
    weights.add(WeightSpec.kernel(name, inputs, outputs, start));
    weights.add(WeightSpec.bias(name, outputs));
  }

  private void norm(List<WeightSpec> weights, String name) {
    weights.add(new WeightSpec(name + "/scale", List.of(units), Start.ONES, false, 0));
    weights.add(WeightSpec.bias(name, units));
  }

  @Override
  public <T> T forward(Operations<T> ops, T sequence) {
    T x = ops.dense(ops.reshape(sequence, -1, width()), "project");
    x = ops.add(ops.reshape(x, -1, steps(), units), positions(ops));
    // steps of all rows below one another: everything but the attention is one matrix
    x = ops.reshape(x, -1, units);
    for (int i = 0; i < blocks; i++) {
      String block = "block_" + i;
      x = ops.add(x, attention(ops, normed(ops, x, block + "/attention_norm"), block));
      T raised = ops.relu(ops.dense(normed(ops, x, block + "/forward_norm"), block + "/inner"));
      x = ops.add(x, ops.dense(raised, block + "/outer"));
    }
    T steps = ops.reshape(normed(ops, x, "norm"), -1, steps(), units);
    return ops.dense(ops.reduce(Reduction.MEAN, steps, 1, false), "output");
  }

  /** {@code sin(p / 10000^(2i/d))} at 2i, the cosine at 2i + 1. */
  private <T> T positions(Operations<T> ops) {
    double[] values = new double[steps() * units];
    for (int step = 0; step < steps(); step++) {
      for (int i = 0; i < units; i++) {
        double angle = step / Math.pow(10_000, (double) (i - i % 2) / units);
        values[step * units + i] = i % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
      }
    }
    return ops.constant(ElementType.FLOAT32, List.of(1, steps(), units), values);
  }

  private <T> T normed(Operations<T> ops, T x, String name) {
    T centred = ops.subtract(x, ops.reduce(Reduction.MEAN, x, 1, true));
    T variance = ops.reduce(Reduction.MEAN, ops.multiply(centred, centred), 1, true);
    T deviation = ops.unary(Unary.SQRT, ops.add(variance, ops.number(EPSILON)));
    return ops.add(
        ops.multiply(ops.divide(centred, deviation), ops.weight(name + "/scale")),
        ops.weight(name + "/bias"));
  }

  /** {@code softmax(Q·Kᵀ / √d)·V} for each head, side by side. */
  private <T> T attention(Operations<T> ops, T x, String block) {
    int depth = units / heads;
    T query = ops.multiply(ops.dense(x, block + "/query"), ops.number(1 / Math.sqrt(depth)));
    T queries = ops.transpose(split(ops, query), 0, 2, 1, 3);
    T keys = ops.transpose(split(ops, ops.dense(x, block + "/key")), 0, 2, 3, 1);
    T values = ops.transpose(split(ops, ops.dense(x, block + "/value")), 0, 2, 1, 3);
    T weights = ops.softmax(ops.reshape(ops.matMul(queries, keys), -1, steps()));
    T mixed = ops.matMul(ops.reshape(weights, -1, heads, steps(), steps()), values);
    T joined = ops.reshape(ops.transpose(mixed, 0, 2, 1, 3), -1, units);
    return ops.dense(joined, block + "/attended");
  }

  private <T> T split(Operations<T> ops, T x) {
    return ops.reshape(x, -1, steps(), heads, units / heads);
  }
}
