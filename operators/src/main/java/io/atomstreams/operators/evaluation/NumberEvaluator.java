package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Figures of a predicted number {@code ŷ}, with {@code e = ŷ − y}.
 *
 * <ul>
 *   <li>{@code mae = Σ w |e| / Σ w}, {@code rmse = √(Σ w e² / Σ w)}, {@code wape = Σ w |e| / Σ w
 *       |y|}, {@code r2 = 1 − Σ w e² / Σ w (y − ȳ)²}, whose denominator is computed without
 *       rounding.
 *   <li>Against the previous target as a prediction, over outcomes that have one: {@code
 *       maeOfNoChange, rmseOfNoChange}, and {@code mase}, the ratio of the absolute errors
 *       (Hyndman, Koehler 2006, with the errors of the same rows for scale).
 *   <li>Of intervals: {@code coverage}, their {@code meanWidth} (of those with finite ends) and the
 *       share that are {@code unbounded}.
 * </ul>
 *
 * <p>Cost per outcome: some ten exact additions. Memory: some 600 bytes.
 */
public final class NumberEvaluator implements Evaluator<Tally> {

  private static final long serialVersionUID = 1;

  private static final int ALL = 0;
  private static final int PREVIOUS = 1;
  private static final int INTERVALS = 2;
  private static final int HELD = 3;
  private static final int UNBOUNDED = 4;
  private static final int COUNTS = 5;

  private static final int ABSOLUTE = 0;
  private static final int SQUARE = 1;
  private static final int TARGET = 2;
  private static final int TARGET_ABSOLUTE = 3;
  private static final int TARGET_SQUARE = 4;
  private static final int PREVIOUS_ABSOLUTE = 5;
  private static final int PREVIOUS_SQUARE = 6;
  private static final int PREVIOUS_MODEL_ABSOLUTE = 7;
  private static final int WIDTH = 8;
  private static final int SUMS = 9;

  private static final double LARGEST = 1e150;

  @Override
  public StateCodec<Tally> codec() {
    return new TallyCodec("evaluation-number", COUNTS, SUMS);
  }

  @Override
  public void add(Tally state, Outcome outcome) {
    double said = outcome.prediction()[0];
    double target = outcome.target();
    check("prediction", said);
    check("target", target);
    if (outcome.hasPrevious()) {
      check("previous target", outcome.previous());
    }
    long units = Tally.units(outcome.weight());
    double error = said - target;
    state.count(ALL, units);
    state.sum(ABSOLUTE, Math.abs(error), units);
    state.sum(SQUARE, error * error, units);
    state.sum(TARGET, target, units);
    state.sum(TARGET_ABSOLUTE, Math.abs(target), units);
    state.sumSquare(TARGET_SQUARE, target, units);
    if (outcome.hasPrevious()) {
      double change = outcome.previous() - target;
      state.count(PREVIOUS, units);
      state.sum(PREVIOUS_ABSOLUTE, Math.abs(change), units);
      state.sum(PREVIOUS_SQUARE, change * change, units);
      state.sum(PREVIOUS_MODEL_ABSOLUTE, Math.abs(error), units);
    }
    if (!Double.isNaN(outcome.lower()) && !Double.isNaN(outcome.upper())) {
      addInterval(state, outcome, units);
    }
  }

  private static void addInterval(Tally state, Outcome outcome, long units) {
    double target = outcome.target();
    double width = Math.max(0, outcome.upper() - outcome.lower());
    state.count(INTERVALS, units);
    state.count(HELD, outcome.lower() <= target && target <= outcome.upper() ? units : 0);
    if (Double.isFinite(width)) {
      state.sum(WIDTH, width, units);
    } else {
      state.count(UNBOUNDED, units);
    }
  }

  private static void check(String what, double value) {
    if (!(Math.abs(value) <= LARGEST)) {
      throw new IllegalArgumentException(
          "a %s is %s, must be a number between -1e150 and 1e150".formatted(what, value));
    }
  }

  @Override
  public void merge(Tally state, Tally other) {
    state.merge(other);
  }

  @Override
  public EvaluationReport report(Tally state) {
    double all = state.weight(ALL);
    double paired = state.weight(PREVIOUS);
    double intervals = state.weight(INTERVALS);
    double spread = spread(state, all);
    return new EvaluationReport.Builder()
        .fact("mean", state.total(TARGET) / all)
        .lower("mae", state.total(ABSOLUTE) / all)
        .fact("maeOfNoChange", state.total(PREVIOUS_ABSOLUTE) / paired)
        .lower("rmse", Math.sqrt(state.total(SQUARE) / all))
        .fact("rmseOfNoChange", Math.sqrt(state.total(PREVIOUS_SQUARE) / paired))
        .fact("rmseOfMean", Math.sqrt(spread / all))
        .lower("wape", state.total(ABSOLUTE) / state.total(TARGET_ABSOLUTE))
        .lower("mase", state.total(PREVIOUS_MODEL_ABSOLUTE) / state.total(PREVIOUS_ABSOLUTE))
        .higher("r2", spread > 0 ? 1 - state.total(SQUARE) / spread : Double.NaN)
        .fact("coverage", state.weight(HELD) / intervals)
        .lower("meanWidth", state.total(WIDTH) / (intervals - state.weight(UNBOUNDED)))
        .lower("unbounded", state.weight(UNBOUNDED) / intervals)
        .of("number", all);
  }

  /** {@code Σ w y² − (Σ w y)² / Σ w}, rounded at the end only. */
  private static double spread(Tally state, double all) {
    if (!(all > 0)) {
      return Double.NaN;
    }
    BigDecimal squares = state.sums[TARGET_SQUARE].exactValue();
    BigDecimal sum = state.sums[TARGET].exactValue();
    BigDecimal weight = new BigDecimal(all);
    return squares
        .multiply(weight)
        .subtract(sum.multiply(sum))
        .divide(weight, MathContext.DECIMAL128)
        .doubleValue();
  }
}
