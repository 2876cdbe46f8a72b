package io.atomstreams.operators.learning.bayes;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.learning.encoding.SoftmaxLoss;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Naive Bayes: {@code p(c | x) ∝ p(c) · Π p(xᵢ | c)}, numbers normally distributed within a class
 * (John, Langley 1995), categories counted. With {@code s} the smoothing, {@code n} weights and
 * {@code q} sums of squared deviations,
 *
 * <pre>
 *   p(c) = (n(c) + s) / (n + s · classes),   p(level | c) = (n(level, c) + s) / (n(c) + s · levels)
 *   variance(c) = (q(c) + s · variance of all) / (n(c) + s)
 * </pre>
 *
 * so a class with few examples is as wide as all of them, and one with none has their mean. What is
 * missing says nothing; nor does a number that has been the same so far.
 *
 * <p>The state is sums: states merge exactly, and an example taken back leaves nothing but
 * rounding, which grows with the square of a number's distance from its class's mean.
 *
 * <p>Cost: some operations and a logarithm for each attribute and class. Memory: 32 bytes for each
 * number, 8 for each level, times classes.
 */
public final class NaiveBayes implements Learner<NaiveBayesState> {

  private static final long serialVersionUID = 1;
  private static final int HEADERS = 200;

  /**
   * How it counts.
   *
   * @param smoothing how many examples more each class and level is taken to have, above 0
   * @param log whether {@code sign(x) · ln(1 + |x|)} of a number is taken
   */
  public record Options(double smoothing, boolean log) implements Serializable {

    public Options {
      if (!(smoothing > 0) || Double.isInfinite(smoothing)) {
        throw new IllegalArgumentException(
            "option smoothing is %s, must be above 0".formatted(smoothing));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(options.number("smoothing", 1), options.flag("log", false));
    }
  }

  private final Schema schema;
  private final Options options;
  private final SoftmaxLoss softmax;

  /** Where an attribute's numbers or levels begin. */
  private final int[] at;

  private final int numbers;
  private final int levels;

  public NaiveBayes(Schema schema, Options options) {
    this.schema = schema;
    this.options = options;
    this.softmax = new SoftmaxLoss(schema.target().classes());
    this.at = new int[schema.width()];
    int ofNumbers = 0;
    int ofLevels = 0;
    for (int i = 0; i < at.length; i++) {
      Attribute attribute = schema.attributes().get(i);
      at[i] = attribute.isNumber() ? ofNumbers++ : ofLevels;
      ofLevels += attribute.levels();
    }
    this.numbers = ofNumbers;
    this.levels = ofLevels;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  int numbers() {
    return numbers;
  }

  int levels() {
    return levels;
  }

  @Override
  public StateCodec<NaiveBayesState> codec() {
    return new NaiveBayesCodec(this);
  }

  @Override
  public void predict(NaiveBayesState state, double[] row, double[] out) {
    double[] scores = out;
    double total = options.smoothing() * scores.length;
    for (double weight : state.classes) {
      total += weight;
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] = StrictMath.log((state.classes[c] + options.smoothing()) / total);
      for (int i = 0; i < row.length; i++) {
        scores[c] += evidence(state, c, i, row[i]);
      }
    }
    softmax.respond(scores, out);
  }

  /** {@code ln p(x | c)}, but for a constant that is the same for all classes. */
  private double evidence(NaiveBayesState state, int c, int attribute, double x) {
    int size = schema.attributes().get(attribute).levels();
    if (size == 0) {
      return Double.isNaN(x) ? 0 : density(state, c, at[attribute], transformed(x));
    }
    if (!RowEncoder.isLevel(x, size)) {
      return 0;
    }
    double ofClass = size * options.smoothing();
    for (int i = 0; i < size; i++) {
      ofClass += state.levels[c][at[attribute] + i];
    }
    return StrictMath.log(
        (state.levels[c][at[attribute] + (int) x] + options.smoothing()) / ofClass);
  }

  private double density(NaiveBayesState state, int c, int column, double x) {
    if (!state.all.varies(column)) {
      return 0;
    }
    OnlineScaler own = state.numbers[c];
    double n = own.weight(column);
    double s = options.smoothing();
    double variance = (own.squares(column) + s * state.all.variance(column)) / (n + s);
    double mean = n > 0 ? own.mean(column) : state.all.mean(column);
    double apart = x - mean;
    return -(StrictMath.log(variance) + apart * apart / variance) / 2;
  }

  private double transformed(double x) {
    double bounded = OnlineScaler.bounded(x);
    return options.log() ? Math.copySign(StrictMath.log1p(Math.abs(bounded)), bounded) : bounded;
  }

  @Override
  public void learn(NaiveBayesState state, double[] row, double target, double weight) {
    int c = (int) target;
    state.classes[c] = Math.max(0, state.classes[c] + weight);
    for (int i = 0; i < row.length; i++) {
      int size = schema.attributes().get(i).levels();
      if (size == 0) {
        state.all.learn(at[i], transformed(row[i]), weight);
        state.numbers[c].learn(at[i], transformed(row[i]), weight);
      } else if (RowEncoder.isLevel(row[i], size)) {
        int level = at[i] + (int) row[i];
        state.levels[c][level] = Math.max(0, state.levels[c][level] + weight);
      }
    }
  }

  @Override
  public boolean retracts() {
    return true;
  }

  @Override
  public Optional<NaiveBayesState> merge(List<NaiveBayesState> states) {
    NaiveBayesState merged = codec().create();
    states.forEach(merged::add);
    return Optional.of(merged);
  }

  @Override
  public long memoryBytes(NaiveBayesState state) {
    long each = state.all.memoryBytes() + (long) levels * Double.BYTES + HEADERS;
    return HEADERS + each * (state.classes.length + 1);
  }

  @Override
  public String toString() {
    return "naive-bayes of %d attributes".formatted(schema.width());
  }
}
