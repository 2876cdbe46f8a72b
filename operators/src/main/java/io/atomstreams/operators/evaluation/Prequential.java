package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evaluation of one model version on one segment: of the whole run, and of tumbling windows of
 * event time or of so many outcomes. Each outcome was predicted before its label was known (test,
 * then train; Gama, Sebastião, Rodrigues 2013).
 *
 * <p>A window of event time is the one the outcome's time lies in, so an outcome that is taken back
 * leaves the window it came into; {@code keep} windows are open, the oldest closes when a newer one
 * opens. What comes for a closed window counts in the whole run only, and in {@link
 * State#tooLate()}. Windows of outcomes count what is added with a positive weight; what is taken
 * back leaves the open one, which may not be the one it came into.
 *
 * <p>Cost: two adds of the evaluator. Memory: {@code keep + 1} of its states.
 */
public final class Prequential<S> implements Serializable {

  private static final long serialVersionUID = 1;

  private final Evaluator<S> evaluator;
  private final Options options;

  /** What a window is as long as. */
  public enum By {
    /** Milliseconds of event time. */
    TIME,
    /** Outcomes. */
    OUTCOMES
  }

  /**
   * The settings.
   *
   * @param length of a window, above 0
   * @param keep windows open at the same time, 1 to 1,000; 1 for windows of outcomes
   */
  public record Options(By by, long length, int keep) implements Serializable {

    public Options {
      require(length > 0, "length", length, "greater than 0");
      require(keep >= 1 && keep <= 1_000, "keep", keep, "1 to 1000");
      require(by == By.TIME || keep == 1, "keep", keep, "1 where windows are of outcomes");
    }

    private static void require(boolean holds, String name, long value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "windows: option %s is %d, must be %s".formatted(name, value, rule));
      }
    }
  }

  /**
   * A window's figures.
   *
   * @param from event time, ms, or the number of outcomes before the first
   * @param to without this one
   */
  public record Window(long from, long to, EvaluationReport report) {}

  /** What was seen. */
  public static final class State<S> {
    private S run;
    private final TreeMap<Long, S> open = new TreeMap<>();
    private long closedBefore = Long.MIN_VALUE;
    private long added;
    private long tooLate;
    private double last = Double.NaN;

    /** Outcomes whose window was closed. */
    public long tooLate() {
      return tooLate;
    }

    /** The latest target that was added with a positive weight, {@code NaN} before the first. */
    public double lastTarget() {
      return last;
    }
  }

  public Prequential(Evaluator<S> evaluator, Options options) {
    this.evaluator = evaluator;
    this.options = options;
  }

  public StateCodec<State<S>> codec() {
    return new Codec<>(evaluator.codec());
  }

  /**
   * Takes in an outcome.
   *
   * @param time of the prediction, event time, ms; of no meaning to windows of outcomes
   * @return the windows that are closed now, oldest first
   */
  public List<Window> add(State<S> state, Outcome outcome, long time) {
    evaluator.add(state.run, outcome);
    if (outcome.weight() > 0) {
      state.last = outcome.target();
    }
    long index =
        options.by() == By.TIME
            ? Math.floorDiv(time, options.length())
            : (outcome.weight() > 0 ? state.added : Math.max(0, state.added - 1))
                / options.length();
    state.added += outcome.weight() > 0 ? 1 : 0;
    if (index < state.closedBefore) {
      state.tooLate++;
      return List.of();
    }
    S window = state.open.get(index);
    if (window == null) {
      window = evaluator.codec().create();
      state.open.put(index, window);
    }
    evaluator.add(window, outcome);
    return close(state, options.keep());
  }

  /** Adds what another of the same settings has seen: windows of event time only. */
  public List<Window> merge(State<S> state, State<S> other) {
    if (options.by() != By.TIME) {
      throw new IllegalArgumentException(
          "windows of outcomes follow one sequence and cannot be merged; take windows of time");
    }
    evaluator.merge(state.run, other.run);
    state.closedBefore = Math.max(state.closedBefore, other.closedBefore);
    for (Map.Entry<Long, S> entry : other.open.entrySet()) {
      S window = state.open.get(entry.getKey());
      if (window == null) {
        window = evaluator.codec().create();
        state.open.put(entry.getKey(), window);
      }
      evaluator.merge(window, entry.getValue());
    }
    state.added += other.added;
    state.tooLate += other.tooLate;
    state.last = Double.isNaN(other.last) ? state.last : other.last;
    return close(state, options.keep());
  }

  /** Closes all windows, as at the end of a run. */
  public List<Window> close(State<S> state) {
    return close(state, 0);
  }

  private List<Window> close(State<S> state, int keep) {
    if (state.open.size() <= keep) {
      return List.of();
    }
    List<Window> closed = new ArrayList<>();
    while (state.open.size() > keep) {
      Map.Entry<Long, S> oldest = state.open.pollFirstEntry();
      closed.add(window(oldest.getKey(), oldest.getValue()));
      state.closedBefore = Math.max(state.closedBefore, oldest.getKey() + 1);
    }
    return closed;
  }

  private Window window(long index, S window) {
    long from = index * options.length();
    return new Window(from, from + options.length(), evaluator.report(window));
  }

  /** The whole run. */
  public EvaluationReport report(State<S> state) {
    return evaluator.report(state.run);
  }

  /** The open windows, oldest first. */
  public List<Window> open(State<S> state) {
    List<Window> windows = new ArrayList<>();
    state.open.forEach((index, window) -> windows.add(window(index, window)));
    return windows;
  }

  private record Codec<S>(StateCodec<S> one) implements StateCodec<State<S>> {

    @Override
    public String id() {
      return "prequential-" + one.id();
    }

    @Override
    public int version() {
      return one.version();
    }

    @Override
    public String layout() {
      return one.layout();
    }

    @Override
    public State<S> create() {
      State<S> state = new State<>();
      state.run = one.create();
      return state;
    }

    @Override
    public void write(State<S> state, DataOutput out) throws IOException {
      one.write(state.run, out);
      out.writeLong(state.closedBefore);
      Varint.writeUnsigned(out, state.added);
      Varint.writeUnsigned(out, state.tooLate);
      out.writeDouble(state.last);
      Varint.writeUnsigned(out, state.open.size());
      for (Map.Entry<Long, S> entry : state.open.entrySet()) {
        Varint.writeSigned(out, entry.getKey());
        one.write(entry.getValue(), out);
      }
    }

    @Override
    public State<S> read(DataInput in, int version) throws IOException {
      State<S> state = new State<>();
      state.run = one.read(in, version);
      state.closedBefore = in.readLong();
      state.added = Varint.readUnsigned(in);
      state.tooLate = Varint.readUnsigned(in);
      state.last = in.readDouble();
      long open = Varint.readUnsigned(in);
      for (long i = 0; i < open; i++) {
        state.open.put(Varint.readSigned(in), one.read(in, version));
      }
      return state;
    }

    @Override
    public State<S> copy(State<S> state) {
      State<S> copy = new State<>();
      copy.run = one.copy(state.run);
      state.open.forEach((index, window) -> copy.open.put(index, one.copy(window)));
      copy.closedBefore = state.closedBefore;
      copy.added = state.added;
      copy.tooLate = state.tooLate;
      copy.last = state.last;
      return copy;
    }
  }
}
