package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A threshold for each segment, so that coverage holds in each and not only on average (Mondrian
 * conformal prediction, Vovk et al. 2005), and one for all, which serves a segment until {@code
 * minimum} of its labels are known, and for ever those that come when {@code segments} are there.
 *
 * <p>The scores of all go into the common threshold; a miss counts for the threshold that served.
 * Cost and memory: those of two thresholds per label, and of one per segment in memory.
 */
public final class SegmentedThreshold<S> implements Serializable {

  private static final long serialVersionUID = 1;

  private final Threshold<S> threshold;
  private final Options options;

  /**
   * The settings.
   *
   * @param minimum labels after which a segment has a threshold of its own, 1 or more
   * @param segments how many have one, 0 to 100,000
   */
  public record Options(long minimum, int segments) implements Serializable {

    public Options {
      if (minimum < 1) {
        throw new IllegalArgumentException(
            "segments: option minimum is %d, must be 1 or more".formatted(minimum));
      }
      if (segments < 0 || segments > 100_000) {
        throw new IllegalArgumentException(
            "segments: option segments is %d, must be 0 to 100000".formatted(segments));
      }
    }
  }

  /**
   * What a prediction was given.
   *
   * @param own whether it is the segment's own threshold
   */
  public record Issued(double threshold, boolean own) {}

  /** What was seen. */
  public static final class State<S> {
    private S all;
    private final Map<String, S> own = new TreeMap<>();

    private State(S all) {
      this.all = all;
    }
  }

  public SegmentedThreshold(Threshold<S> threshold, Options options) {
    this.threshold = threshold;
    this.options = options;
  }

  public StateCodec<State<S>> codec() {
    return new Codec<>(threshold.codec());
  }

  /** The threshold of the next prediction of a segment. */
  public Issued current(State<S> state, String segment) {
    boolean own = isMature(state, segment);
    return new Issued(threshold.current(own ? state.own.get(segment) : state.all), own);
  }

  /** The threshold of segments that have none of their own. */
  public double common(State<S> state) {
    return threshold.current(state.all);
  }

  private boolean isMature(State<S> state, String segment) {
    S own = state.own.get(segment);
    return own != null && threshold.observed(own) >= options.minimum();
  }

  /** Gives the next prediction of a segment its threshold. */
  public Issued issue(State<S> state, String segment) {
    return issue(state, segment, 1);
  }

  /** Gives so many predictions of a segment the same threshold. */
  public Issued issue(State<S> state, String segment, long count) {
    Issued issued = current(state, segment);
    threshold.issued(issued.own() ? state.own.get(segment) : state.all, count);
    return issued;
  }

  /**
   * The label of a segment's prediction is known.
   *
   * @param issued what {@link #issue} gave it
   */
  public void observe(State<S> state, String segment, double score, Issued issued) {
    threshold.observe(state.all, score, issued.own() ? Double.NaN : issued.threshold());
    S own = state.own.get(segment);
    if (own == null && state.own.size() < options.segments()) {
      own = threshold.codec().create();
      state.own.put(segment, own);
    }
    if (own != null) {
      threshold.observe(own, score, issued.own() ? issued.threshold() : Double.NaN);
    }
  }

  private record Codec<S>(StateCodec<S> one) implements StateCodec<State<S>> {

    @Override
    public String id() {
      return one.id() + "-segments";
    }

    @Override
    public int version() {
      return one.version();
    }

    @Override
    public State<S> create() {
      return new State<>(one.create());
    }

    @Override
    public void write(State<S> state, DataOutput out) throws IOException {
      one.write(state.all, out);
      Varint.writeUnsigned(out, state.own.size());
      for (Map.Entry<String, S> entry : state.own.entrySet()) {
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        Varint.writeUnsigned(out, name.length);
        out.write(name);
        one.write(entry.getValue(), out);
      }
    }

    @Override
    public State<S> read(DataInput in, int version) throws IOException {
      State<S> state = new State<>(one.read(in, version));
      long count = Varint.readUnsigned(in);
      for (long i = 0; i < count; i++) {
        byte[] name = new byte[(int) Varint.readUnsigned(in)];
        in.readFully(name);
        state.own.put(new String(name, StandardCharsets.UTF_8), one.read(in, version));
      }
      return state;
    }

    @Override
    public State<S> copy(State<S> state) {
      State<S> copy = new State<>(one.copy(state.all));
      state.own.forEach((name, own) -> copy.own.put(name, one.copy(own)));
      return copy;
    }
  }
}
