package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * A threshold for labels that come late: a quantile of the scores since the last change, at a level
 * that makes good what was missed.
 *
 * <ul>
 *   <li><b>Quantile.</b> With the {@code n} latest scores in a window the threshold is the {@code
 *       ⌈(n + 1)(1 − a)⌉}-th smallest, which holds an exchangeable next score with probability at
 *       least {@code 1 − a} for every {@code n} (Vovk, Gammerman, Shafer 2005); infinite below
 *       {@code ⌈1/alpha⌉ − 1} scores, the greatest score where {@code a} asks for more.
 *   <li><b>Change.</b> Two cumulative sums watch how often scores pass the quantile of the window
 *       as it stood before them: three times too often, or a third as often. On an alarm the window
 *       keeps the scores since the likeliest moment of the change only.
 *   <li><b>Level.</b> {@code a = alpha − (D − C) / horizon}, kept in {@code [alpha × floor, alpha ×
 *       ceiling]}: the integral action of Adaptive Conformal Inference (Gibbs, Candès 2021) and of
 *       conformal PID control (Angelopoulos, Candès, Tibshirani 2023). {@code D} is the debt: the
 *       misses among the predictions given out, less {@code alpha} for each. Their labels come
 *       late, and an integral that does not know what is already on its way overshoots; so {@code
 *       C} is the credit of what is given out and not labelled yet, the sum of {@code alpha − a}
 *       over it (a Smith predictor, Smith 1957; our addition). A label redeems the mean credit of
 *       those pending. {@code |D|} is kept to {@code bound} times the number pending, at least
 *       {@code bound × horizon}.
 * </ul>
 *
 * <p>No method knows of a change before its first label: until then the coverage is what the old
 * threshold gives, and a window of rows that ends just then has lost it. The level makes up for it
 * afterwards.
 *
 * <p>Cost per label: a binary search and a move of at most {@code window} numbers; 16 bytes a score
 * of memory, 8 in state.
 */
public final class DelayedThreshold implements Threshold<DelayedThreshold.State> {

  private static final long serialVersionUID = 1;

  private final Options options;

  /**
   * The settings.
   *
   * @param coverage share of answers to be held, 0.5 to 0.999
   * @param window latest scores, 20 to 100,000
   * @param horizon predictions over which a debt is paid back, 1 or more; a shorter one follows
   *     more closely and makes widths less steady
   * @param floor the least level, as a share of {@code alpha = 1 − coverage}, in (0, 1]
   * @param ceiling the greatest level, as a multiple of {@code alpha}, 1 or more, below 1 / alpha
   * @param bound the greatest debt per pending prediction, in (0, 1]
   * @param height of the cumulative sums at an alarm, above 0; 11 means one false alarm in 60,000
   *     labels or fewer on average, each of which costs only the older scores
   */
  public record Options(
      double coverage,
      int window,
      double horizon,
      double floor,
      double ceiling,
      double bound,
      double height)
      implements Serializable {

    public Options {
      require(coverage >= 0.5 && coverage <= 0.999, "coverage", coverage, "0.5 to 0.999");
      require(window >= 20 && window <= 100_000, "window", window, "20 to 100000");
      require(
          (window + 1) * (1 - coverage) >= 1,
          "window",
          window,
          "1 / (1 - coverage) - 1 or more, of coverage " + coverage);
      require(horizon >= 1 && horizon < 1e9, "horizon", horizon, "1 to 1e9");
      require(floor > 0 && floor <= 1, "floor", floor, "above 0, at most 1");
      require(
          ceiling >= 1 && ceiling * (1 - coverage) < 1,
          "ceiling",
          ceiling,
          "1 or more, below 1 / (1 - coverage)");
      require(bound > 0 && bound <= 1, "bound", bound, "above 0, at most 1");
      require(height > 0 && height < 1e3, "height", height, "above 0, below 1000");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "delayed: option %s is %s, must be %s".formatted(name, value, rule));
      }
    }

    /** With these defaults, for a coverage. */
    public static Options of(double coverage) {
      return new Options(coverage, 1_000, 1_000, 0.1, 1.5, 0.6, 11);
    }

    /** As options say. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      Options usual = of(given.number("coverage", 0.9));
      return new Options(
          usual.coverage,
          Math.toIntExact(given.whole("window", usual.window)),
          given.number("horizon", usual.horizon),
          given.number("floor", usual.floor),
          given.number("ceiling", usual.ceiling),
          given.number("bound", usual.bound),
          given.number("height", usual.height));
    }

    /** With a horizon of at least so many predictions. */
    public Options overAtLeast(long predictions) {
      return new Options(
          coverage, window, Math.max(horizon, (double) predictions), floor, ceiling, bound, height);
    }

    double alpha() {
      return 1 - coverage;
    }
  }

  /** What was seen. */
  public static final class State {
    private ScoreWindow window;
    private final MissAlarm more;
    private final MissAlarm fewer;
    private long observed;
    private long pending;
    private double debt;
    private double credit;

    private State(Options options) {
      double alpha = options.alpha();
      window = new ScoreWindow(options.window());
      more = new MissAlarm(alpha, Math.min(3 * alpha, (1 + alpha) / 2), options.height());
      fewer = new MissAlarm(alpha, alpha / 3, options.height());
    }
  }

  public DelayedThreshold(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(options);
  }

  @Override
  public double coverage() {
    return options.coverage();
  }

  @Override
  public long observed(State state) {
    return state.observed;
  }

  @Override
  public double current(State state) {
    return state.window.threshold(level(state), options.alpha());
  }

  /** The share of misses that the next prediction aims at. */
  double level(State state) {
    double alpha = options.alpha();
    double level = alpha - (state.debt - state.credit) / options.horizon();
    return Math.max(alpha * options.floor(), Math.min(alpha * options.ceiling(), level));
  }

  @Override
  public void issued(State state) {
    issued(state, 1);
  }

  @Override
  public void issued(State state, long count) {
    state.credit += count * (options.alpha() - level(state));
    state.pending += count;
  }

  @Override
  public void observe(State state, double score, double issued) {
    Scores.requireFinite(score);
    state.observed++;
    if (!Double.isNaN(issued)) {
      settle(state, score > issued);
    }
    watch(state, score > state.window.threshold(options.alpha(), options.alpha()));
    state.window.add(score);
  }

  private void settle(State state, boolean missed) {
    if (state.pending > 0) {
      state.credit -= state.credit / state.pending;
      state.pending--;
    }
    double most = options.bound() * Math.max((double) state.pending, options.horizon());
    double debt = state.debt + (missed ? 1 : 0) - options.alpha();
    state.debt = Math.max(-most, Math.min(most, debt));
  }

  private void watch(State state, boolean missed) {
    boolean more = state.more.add(missed);
    boolean fewer = state.fewer.add(missed);
    if (more || fewer) {
      state.window.keepLatest(
          Math.max(more ? state.more.sinceZero() : state.fewer.sinceZero(), least()) - 1);
      state.more.reset();
      state.fewer.reset();
    }
  }

  /** So many scores, with the one to come, give a finite threshold. */
  private int least() {
    return (int) Math.ceil(1 / options.alpha() - 1e-9);
  }

  private record Codec(Options options) implements StateCodec<State> {

    @Override
    public String id() {
      return "conformal-delayed";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      return new State(options);
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, state.observed);
      Varint.writeUnsigned(out, state.pending);
      out.writeDouble(state.debt);
      out.writeDouble(state.credit);
      state.more.write(out);
      state.fewer.write(out);
      state.window.write(out);
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = create();
      state.observed = Varint.readUnsigned(in);
      state.pending = Varint.readUnsigned(in);
      state.debt = in.readDouble();
      state.credit = in.readDouble();
      state.more.read(in);
      state.fewer.read(in);
      state.window = ScoreWindow.read(in, options.window());
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = create();
      copy.observed = state.observed;
      copy.pending = state.pending;
      copy.debt = state.debt;
      copy.credit = state.credit;
      copy.more.become(state.more);
      copy.fewer.become(state.fewer);
      copy.window = state.window.copy();
      return copy;
    }
  }
}
