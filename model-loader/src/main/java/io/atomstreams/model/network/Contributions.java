package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations.Binary;
import io.atomstreams.model.network.Operations.Reduction;
import io.atomstreams.model.network.Operations.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * What each feature adds to the number before the last function of a fully connected network: the
 * rescale rule of DeepLIFT (Shrikumar, Greenside, Kundaje 2017) against the row whose prepared
 * values are all 0, that is a row of nothing but missing values, which stand for the training mean.
 *
 * <p>A linear layer passes multipliers on by its weights; {@code max(0, ·)} by the ratio of the two
 * differences, {@code (r(a) − r(a₀)) / (a − a₀)}, which is a number in [0, 1]. So the differences
 * of every layer add up to those of the next, and the contributions to the logit minus the base
 * <em>by construction</em>; gradient × input does not add up as soon as a unit bends, and
 * integrated gradients only in the limit of many passes. The price is a second pass of the size of
 * the first.
 *
 * <p>Computed in double precision. What single precision left between this sum and the logit that
 * is served, some 1e-6, is spread over the contributions in proportion to their sizes. Row-major
 * result {@code contributions} [-1, features + 1], the last column being the base. Only networks of
 * architecture {@code mlp} with one number per row have it: no such rule is additive and cheap for
 * gates, attention or the maximum over a text.
 */
final class Contributions {

  static final String OUTPUT = "contributions";
  private static final double NEGLIGIBLE = 1e-9;

  private final MlpArchitecture architecture;
  private final Weights weights;
  private final List<double[]> reference = new ArrayList<>();

  private Contributions(MlpArchitecture architecture, Weights weights, int features) {
    this.architecture = architecture;
    this.weights = weights;
    double[] values = new double[features];
    for (int i = 0; i < architecture.layers(); i++) {
      values = sums(values, MlpArchitecture.layer(i));
      reference.add(values.clone());
      for (int unit = 0; unit < values.length; unit++) {
        values[unit] = Math.max(0, values[unit]);
      }
    }
  }

  static boolean explains(Network network) {
    return network.architecture() instanceof MlpArchitecture mlp
        && mlp.outputs() == 1
        && !network.preparation().scalesResults();
  }

  static Contributions of(Network network) {
    return new Contributions(
        (MlpArchitecture) network.architecture(), network.weights(), network.features().size());
  }

  static TensorSpec spec(int features) {
    return new TensorSpec(OUTPUT, ElementType.FLOAT64, List.of(-1L, features + 1L));
  }

  private double[] sums(double[] inputs, String layer) {
    float[] kernel = weights.values(layer + "/kernel");
    float[] bias = weights.values(layer + "/bias");
    double[] sums = new double[bias.length];
    for (int out = 0; out < sums.length; out++) {
      sums[out] = bias[out];
      for (int in = 0; in < inputs.length; in++) {
        sums[out] += inputs[in] * kernel[in * sums.length + out];
      }
    }
    return sums;
  }

  /**
   * Adds the explanation to a graph.
   *
   * @param prepared [batch, features]
   * @param logit [batch, 1], as it is served
   */
  <T> T define(Operations<T> ops, T prepared, T logit) {
    T rows = ops.cast(prepared, ElementType.FLOAT64);
    List<T> ratios = ratios(ops, rows);
    int last = architecture.layers() - 1;
    T multiplier = ops.transpose(kernel(ops, last), 1, 0);
    for (int i = last - 1; i >= 0; i--) {
      T bent = ops.multiply(ratios.get(i), multiplier);
      multiplier = ops.matMul(bent, ops.transpose(kernel(ops, i), 1, 0));
    }
    T raw = ops.multiply(rows, multiplier);
    T base = number(ops, reference.get(last)[0]);
    T rest =
        ops.subtract(
            ops.subtract(ops.cast(logit, ElementType.FLOAT64), base),
            ops.reduce(Reduction.SUM, raw, 1, true));
    T whole = ops.add(raw, spread(ops, raw, rest));
    T column = ops.add(ops.multiply(rest, number(ops, 0)), base);
    return ops.concat(1, List.of(whole, column));
  }

  /** For each hidden layer, how much of a unit's difference passes on. */
  private <T> List<T> ratios(Operations<T> ops, T rows) {
    List<T> ratios = new ArrayList<>();
    T values = rows;
    for (int i = 0; i < architecture.layers() - 1; i++) {
      T bias = ops.cast(ops.weight(MlpArchitecture.layer(i) + "/bias"), ElementType.FLOAT64);
      T sums = ops.add(ops.matMul(values, kernel(ops, i)), bias);
      values = ops.relu(sums);
      ratios.add(ratio(ops, sums, values, reference.get(i)));
    }
    return ratios;
  }

  private <T> T ratio(Operations<T> ops, T sums, T values, double[] sumsOfReference) {
    double[] valuesOfReference = new double[sumsOfReference.length];
    for (int unit = 0; unit < valuesOfReference.length; unit++) {
      valuesOfReference[unit] = Math.max(0, sumsOfReference[unit]);
    }
    List<Integer> width = List.of(1, sumsOfReference.length);
    T moved = ops.subtract(sums, ops.constant(ElementType.FLOAT64, width, sumsOfReference));
    T passed = ops.subtract(values, ops.constant(ElementType.FLOAT64, width, valuesOfReference));
    T far = ops.binary(Binary.LESS, number(ops, NEGLIGIBLE), ops.unary(Unary.ABS, moved));
    // a unit that has not moved passes nothing on, whatever its ratio
    return ops.multiply(
        ops.divide(passed, ops.select(far, moved, number(ops, 1))),
        ops.cast(far, ElementType.FLOAT64));
  }

  private static <T> T spread(Operations<T> ops, T raw, T rest) {
    T sizes = ops.unary(Unary.ABS, raw);
    T total = ops.reduce(Reduction.SUM, sizes, 1, true);
    T some = ops.binary(Binary.LESS, number(ops, 0), total);
    return ops.multiply(sizes, ops.divide(rest, ops.select(some, total, number(ops, 1))));
  }

  private static <T> T kernel(Operations<T> ops, int layer) {
    return ops.cast(ops.weight(MlpArchitecture.layer(layer) + "/kernel"), ElementType.FLOAT64);
  }

  private static <T> T number(Operations<T> ops, double value) {
    return ops.constant(ElementType.FLOAT64, List.of(), value);
  }
}
