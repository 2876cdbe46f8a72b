package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.Loss;
import io.atomstreams.operators.learning.encoding.SquaredLoss;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys (shops, products, customers) that differ, of which some are new: a model of all of them
 * together, {@link Ftrl} over the other attributes, and for each key an offset {@code δ} of its
 * sums that begins at 0 and moves as far as its own examples warrant. With the offsets taken to be
 * normal with variance {@code τ²}, and {@code h} and {@code g} curvature and slope of the loss in
 * the score where the key's example finds it,
 *
 * <pre>
 *   H = Σ h,   B = Σ (h · δ − g),   δ = B / (H + φ / τ²)
 * </pre>
 *
 * For a number that is the posterior mean {@code n / (n + k)} of the way from the others'
 * prediction to the key's own mean, {@code k = φ / τ²} (Robbins 1956; Efron, Morris 1975); for
 * classes its Laplace approximation, one step an example. Both variances are estimated as keys
 * come: {@code τ²} as the mean of {@code δ² + φ / (H + φ / τ²)} over the keys, {@code φ} of a
 * number as that of the squared errors that are left plus {@code φ / (H + φ / τ²)} over the
 * examples, of classes as 1: one step of expectation maximisation an example (Dempster, Laird,
 * Rubin 1977). Keys that do not differ draw {@code τ²} towards 0 and are pooled; keys that do are
 * told apart after a few examples.
 *
 * <p>The number of keys is bounded: the key unused for longest is forgotten and, should it come
 * again, new. A missing key has no offset. Examples are taken back as {@link Ftrl} does.
 *
 * <p>Cost: {@link Ftrl} and some operations. Memory: {@link Ftrl} and about 300 bytes a key.
 */
public final class KeyedShrinkage implements Learner<KeyedState> {

  private static final long serialVersionUID = 1;

  /** How many keys the first variance of offsets counts for. */
  private static final double PRIOR_KEYS = 2;

  /**
   * How keys are held together.
   *
   * @param key name of the attribute that is the key, a number or a category; by itself the first
   *     category, or the last attribute if there is none
   * @param keys how many are in memory at most, 1 or more
   * @param variance the variance τ² of offsets before there are keys, above 0; in logits, or in
   *     squared deviations of the target
   */
  public record Options(String key, int keys, double variance, Ftrl.Options parent)
      implements Serializable {

    private static final int MOST_KEYS = 10_000_000;

    public Options {
      if (keys < 1 || keys > MOST_KEYS) {
        throw new IllegalArgumentException(
            "option keys is %d, must be 1 to %d".formatted(keys, MOST_KEYS));
      }
      if (!(variance > 0) || Double.isInfinite(variance)) {
        throw new IllegalArgumentException(
            "option variance is %s, must be above 0".formatted(variance));
      }
    }

    public static Options of(Schema schema, io.atomstreams.operators.state.Options options) {
      String usual =
          schema.attributes().stream()
              .filter(attribute -> !attribute.isNumber())
              .findFirst()
              .orElse(schema.attributes().get(schema.width() - 1))
              .name();
      return new Options(
          options.text("key", usual),
          (int) Math.max(-1, Math.min(Integer.MAX_VALUE, options.whole("keys", 100_000))),
          options.number("variance", 0.1),
          Ftrl.Options.of(options));
    }
  }

  private final Schema schema;
  private final Options options;
  private final Loss loss;
  private final Ftrl parent;
  private final int key;

  public KeyedShrinkage(Schema schema, Loss loss, Options options) {
    this.schema = schema;
    this.loss = loss;
    this.options = options;
    List<String> names = schema.attributes().stream().map(Attribute::name).toList();
    this.key = names.indexOf(options.key());
    if (key < 0 || names.size() < 2) {
      throw new IllegalArgumentException(
          "option key is %s, must be an attribute, and not the only one; there are %s"
              .formatted(options.key(), names));
    }
    List<Attribute> others = new ArrayList<>(schema.attributes());
    others.remove(key);
    this.parent =
        new Ftrl(KeyedCodec.ID, new Schema(others, schema.target()), loss, options.parent());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  Ftrl parent() {
    return parent;
  }

  @Override
  public StateCodec<KeyedState> codec() {
    return new KeyedCodec(this);
  }

  @Override
  public void predict(KeyedState state, double[] row, double[] out) {
    KeyOffsets.Offset offset = Double.isNaN(row[key]) ? null : state.offsets.find(row[key]);
    score(state, row, offset);
    loss.respond(state.parent.scores, out);
  }

  private void score(KeyedState state, double[] row, KeyOffsets.Offset offset) {
    System.arraycopy(row, 0, state.rest, 0, key);
    System.arraycopy(row, key + 1, state.rest, key, row.length - key - 1);
    parent.score(state.parent, state.rest);
    if (offset != null) {
      double precision = precision(state);
      for (int sum = 0; sum < state.curvatures.length; sum++) {
        state.parent.scores[sum] += offset.mean(sum, precision);
      }
    }
  }

  /** {@code φ / τ²}. */
  private double precision(KeyedState state) {
    return noise(state) / variance(state);
  }

  private double variance(KeyedState state) {
    KeyOffsets offsets = state.offsets;
    double unit = loss.unit(state.parent.moments);
    double keys = (double) offsets.size() * loss.sums();
    return (PRIOR_KEYS * options.variance() * unit * unit + offsets.spread) / (PRIOR_KEYS + keys);
  }

  private double noise(KeyedState state) {
    if (!(loss instanceof SquaredLoss)) {
      return 1;
    }
    double unit = loss.unit(state.parent.moments);
    return (unit * unit + state.offsets.errors) / (1 + state.offsets.examples);
  }

  @Override
  public void learn(KeyedState state, double[] row, double target, double weight) {
    if (!Double.isNaN(row[key])) {
      boolean isKnown = state.offsets.find(row[key]) != null;
      if (weight >= 0 || isKnown) {
        KeyOffsets.Offset offset = state.offsets.use(row[key], options.keys());
        score(state, row, offset);
        learnOffset(state, offset, target, weight);
      }
    }
    System.arraycopy(row, 0, state.rest, 0, key);
    System.arraycopy(row, key + 1, state.rest, key, row.length - key - 1);
    parent.learn(state.parent, state.rest, target, weight);
  }

  private void learnOffset(
      KeyedState state, KeyOffsets.Offset offset, double target, double weight) {
    KeyOffsets offsets = state.offsets;
    double[] slopes = state.parent.slopes;
    double unit = loss.unit(state.parent.moments);
    loss.slopes(state.parent.moments, state.parent.scores, target, slopes);
    loss.curvatures(state.parent.moments, state.parent.scores, state.curvatures);
    double precision = precision(state);
    double noise = noise(state);
    for (int sum = 0; sum < slopes.length; sum++) {
      double curvature = state.curvatures[sum];
      double own = offset.mean(sum, precision);
      offset.pull()[sum] += weight * (curvature * own - unit * slopes[sum]);
      offset.weight()[sum] = Math.max(0, offset.weight()[sum] + weight * curvature);
      if (weight < 0 && offset.weight()[sum] == 0) {
        offset.pull()[sum] = 0;
      }
      double mean = offset.mean(sum, precision);
      double unsure = noise / (offset.weight()[sum] + precision);
      double now = mean * mean + unsure;
      offsets.spread = Math.max(0, offsets.spread + now - offset.spread()[sum]);
      offset.spread()[sum] = now;
      double error = unit * slopes[sum] + curvature * (mean - own);
      offsets.errors = Math.max(0, offsets.errors + weight * (error * error + unsure));
    }
    offsets.examples = Math.max(0, offsets.examples + weight);
  }

  @Override
  public boolean retracts() {
    return parent.retracts();
  }

  @Override
  public long memoryBytes(KeyedState state) {
    return parent.memoryBytes(state.parent) + state.offsets.memoryBytes();
  }

  @Override
  public String toString() {
    return "%s by %s".formatted(KeyedCodec.ID, options.key());
  }
}
