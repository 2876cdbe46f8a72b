package io.atomstreams.operators.learning.prior;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at no value of a row: says (n_c + s) / (n + s·C) of each of C classes, or the mean Σy / (n
 * + s) of numbers, with n the weight of the examples so far. O(C) time and memory. Retracts and
 * merges exactly as far as sums of weights are exact: whole weights are.
 */
public final class Prior implements Learner<Prior.Sums> {

  private static final long serialVersionUID = 1;
  private static final double MOST_SMOOTHING = 1e9;

  /** Holds published inputs to something finite, so that a weight of 0 leaves nothing of them. */
  private static final double CLIP = 1;

  private final Schema schema;
  private final Options options;

  /**
   * Options.
   *
   * @param smoothing s, above 0: how many examples of each class are taken to have been seen
   */
  public record Options(double smoothing) implements Serializable {
    public Options {
      if (!(smoothing > 0 && smoothing <= MOST_SMOOTHING)) {
        throw new IllegalArgumentException(
            "prior: option smoothing is %s, must be above 0, at most 1e9".formatted(smoothing));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(given.number("smoothing", 1));
    }
  }

  /** Sums: a weight for each class; or the weight and the weighted sum of the numbers. */
  public static final class Sums {
    private final double[] values;

    Sums(double[] values) {
      this.values = values;
    }
  }

  public Prior(Schema schema, Options options) {
    this.schema = schema;
    this.options = options;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<Sums> codec() {
    return new Codec(schema.target().isNumber() ? 2 : schema.target().classes());
  }

  @Override
  public void predict(Sums state, double[] row, double[] out) {
    double[] sums = state.values;
    if (schema.target().isNumber()) {
      out[0] = sums[1] / (sums[0] + options.smoothing());
      return;
    }
    double total = 0;
    for (double sum : sums) {
      total += sum + options.smoothing();
    }
    for (int c = 0; c < sums.length; c++) {
      out[c] = (sums[c] + options.smoothing()) / total;
    }
  }

  @Override
  public void learn(Sums state, double[] row, double target, double weight) {
    if (schema.target().isNumber()) {
      state.values[0] = Math.max(0, state.values[0] + weight);
      state.values[1] =
          state.values[0] > 0 ? state.values[1] + weight * OnlineScaler.bounded(target) : 0;
    } else {
      int c = (int) target;
      state.values[c] = Math.max(0, state.values[c] + weight);
    }
  }

  @Override
  public boolean looksAtRows() {
    return false;
  }

  @Override
  public boolean retracts() {
    return true;
  }

  @Override
  public long memoryBytes(Sums state) {
    return 32 + (long) Double.BYTES * state.values.length;
  }

  @Override
  public Optional<Sums> merge(List<Sums> states) {
    double[] sums = codec().create().values;
    for (Sums state : states) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += state.values[i];
      }
    }
    return Optional.of(new Sums(sums));
  }

  /** A model that says the same of every row; of yes or no only. */
  @Override
  public Optional<LearnedModel> publish(Sums state) {
    if (schema.target().classes() != 2) {
      return Optional.empty();
    }
    double[] share = new double[2];
    predict(state, new double[0], share);
    List<String> names = schema.attributes().stream().map(Attribute::name).toList();
    List<Double> zeros = Collections.nCopies(names.size(), 0.0);
    List<Double> ones = Collections.nCopies(names.size(), 1.0);
    LinearWeights weights =
        new LinearWeights(
            names,
            false,
            zeros,
            ones,
            zeros,
            Math.log(share[1] / share[0]),
            LinearLink.LOGIT,
            CLIP,
            Map.of(),
            List.of());
    return Optional.of(
        new LearnedModel(
            new LinearEngine().name(),
            ModelSignature.probability("features", "probability", names),
            Map.of(LinearEngine.WEIGHTS_FILE, weights.toJson().getBytes(StandardCharsets.UTF_8))));
  }

  private static final class Codec extends LearnedCodec<Sums> {

    private static final long serialVersionUID = 1;

    private final int size;

    Codec(int size) {
      super("prior", 1);
      this.size = size;
    }

    @Override
    public String layout() {
      return "sums=" + size;
    }

    @Override
    public Sums create() {
      return new Sums(new double[size]);
    }

    @Override
    public void write(Sums state, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, size);
      for (double sum : state.values) {
        out.writeDouble(sum);
      }
    }

    @Override
    protected Sums readState(DataInput in, int written) throws IOException {
      long stored = Varint.readUnsigned(in);
      if (stored != size) {
        throw new IOException(
            "prior: %d sums were stored, the target has %d; open them with the schema they were learned with"
                .formatted(stored, size));
      }
      double[] sums = new double[size];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = in.readDouble();
      }
      return new Sums(sums);
    }

    @Override
    public Sums copy(Sums state) {
      return new Sums(Arrays.copyOf(state.values, state.values.length));
    }
  }
}
