package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.WeightSpec.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * Long short-term memory over the steps of a sequence {@code [batch, steps, width]} (Hochreiter,
 * Schmidhuber 1997, with the forget gate of Gers, Schmidhuber, Cummins 2000), written out step by
 * step; what is left after the last step goes through a dense layer:
 *
 * <pre>
 *   i, f, o = σ(x·W + h·U + b),  g = tanh(x·W + h·U + b)
 *   c' = f ∘ c + i ∘ g,  h' = o ∘ tanh(c')
 * </pre>
 *
 * <p>The forget gates begin open, with a bias of 1 (Jozefowicz et al. 2015).
 *
 * @param units of the memory
 * @param highway whether a linear function of the whole input is added to the output: an
 *     autoregression beside the memory, whose part follows the scale of its input (Lai et al. 2018)
 */
public record LstmArchitecture(TensorSpec input, int units, boolean highway, int outputs)
    implements Architecture {

  static final String NAME = "lstm";
  private static final int GATES = 4;

  public LstmArchitecture {
    Architecture.require(
        input.shape().size() == 3, NAME, "input", input.shape(), "a sequence [-1, steps, width]");
    Architecture.require(units >= 1, NAME, "units", units, "1 or more");
    Architecture.require(outputs >= 1, NAME, "outputs", outputs, "1 or more");
  }

  /** 32 units and the highway. */
  static LstmArchitecture small(TensorSpec input, int outputs) {
    return new LstmArchitecture(input, 32, true, outputs);
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
    int gates = GATES * units;
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(WeightSpec.kernel("gates", width(), gates, Start.GLOROT));
    weights.add(WeightSpec.kernel("memory", units, gates, Start.GLOROT));
    weights.add(WeightSpec.bias("gates", gates));
    weights.add(WeightSpec.kernel("output", units, outputs, Start.GLOROT));
    weights.add(WeightSpec.bias("output", outputs));
    if (highway) {
      weights.add(
          new WeightSpec("highway/kernel", List.of(input.width(), outputs), Start.ZEROS, true, 0));
    }
    return List.copyOf(weights);
  }

  @Override
  public <T> T forward(Operations<T> ops, T sequence) {
    T hidden = null;
    T cell = null;
    for (int step = 0; step < steps(); step++) {
      T x = ops.reshape(ops.slice(sequence, 1, step, step + 1), -1, width());
      T sums = ops.dense(x, "gates");
      if (hidden != null) {
        sums = ops.add(sums, ops.matMul(hidden, ops.weight("memory/kernel")));
      }
      T fresh = ops.multiply(ops.sigmoid(gate(ops, sums, 0)), ops.tanh(gate(ops, sums, 3)));
      T open = ops.sigmoid(ops.add(gate(ops, sums, 1), ops.number(1)));
      cell = cell == null ? fresh : ops.add(ops.multiply(open, cell), fresh);
      hidden = ops.multiply(ops.sigmoid(gate(ops, sums, 2)), ops.tanh(cell));
    }
    T result = ops.dense(hidden, "output");
    return highway
        ? ops.add(
            result,
            ops.matMul(ops.reshape(sequence, -1, input.width()), ops.weight("highway/kernel")))
        : result;
  }

  /** Gates in the order input, forget, output, candidate. */
  private <T> T gate(Operations<T> ops, T sums, int number) {
    return ops.slice(sums, 1, number * units, (number + 1) * units);
  }
}
