package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of a probability {@code p} of a yes, with {@code y} 1 or 0 and {@code w} the weights.
 *
 * <ul>
 *   <li>{@code logLoss = −Σ w ln P(y) / Σ w} in nats, {@code p} kept to [10⁻¹², 1 − 10⁻¹²]; {@code
 *       brier = Σ w (p − y)² / Σ w}; beside them those of the base rate, known only afterwards.
 *   <li>{@code auc} and how far it may be off: see {@code Ranks}.
 *   <li>{@code ece}, the expected calibration error over bins of equal width (Naeini et al. 2015):
 *       {@code Σ |Σ w p − Σ w y| / Σ w}; {@code meanScore} against {@code baseRate}.
 *   <li>{@code accuracy} at the first threshold (a yes where {@code p >= t}), and its baselines:
 *       {@code majority} always says the more frequent class, {@code noChange} the previous target.
 *       {@code kappa = (accuracy − chance) / (1 − chance)} (Cohen 1960); {@code kappaMajority} and
 *       {@code kappaTemporal} with those baselines for chance (Bifet et al. 2015; Žliobaitė et al.
 *       2015), the latter over outcomes with a previous target.
 *   <li>{@code precision, recall, f1} at each threshold; intervals do not apply.
 * </ul>
 *
 * <p>Cost per outcome: two logarithms at most, one map entry, a few counts. Memory: some 10 kB, and
 * 100 bytes for each different score while the area is exact.
 */
public final class BinaryEvaluator implements Evaluator<BinaryEvaluator.State> {

  static final double LEAST = 1e-12;

  private static final long serialVersionUID = 1;

  // Counts. Behind FIXED: per threshold negatives and positives at or above, per bin all and
  // positives.
  private static final int NEGATIVES = 0;
  private static final int POSITIVES = 1;
  private static final int PREVIOUS = 2;
  private static final int PREVIOUS_RIGHT = 3;
  private static final int PREVIOUS_MODEL_RIGHT = 4;
  private static final int FIXED = 5;

  // Sums. Behind them per bin the scores.
  private static final int LOG_LOSS = 0;
  private static final int SQUARES = 1;
  private static final int FIXED_SUMS = 2;

  private final Options options;

  /**
   * The settings.
   *
   * @param thresholds 1 to 20, each in (0, 1); accuracy and kappas are at the first
   * @param bins of the calibration error, 2 to 100
   * @param exactScores different scores up to which the area is exact, 0 to 1,000,000
   */
  public record Options(List<Double> thresholds, int bins, int exactScores)
      implements Serializable {

    public Options {
      thresholds = List.copyOf(thresholds);
      if (thresholds.isEmpty()
          || thresholds.size() > 20
          || !thresholds.stream().allMatch(t -> t > 0 && t < 1)) {
        throw new IllegalArgumentException(
            "binary: option thresholds is %s, must be 1 to 20 numbers between 0 and 1"
                .formatted(thresholds));
      }
      require(bins >= 2 && bins <= 100, "bins", bins, "2 to 100");
      require(
          exactScores >= 0 && exactScores <= 1_000_000, "exactScores", exactScores, "0 to 1000000");
    }

    private static void require(boolean holds, String name, int value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "binary: option %s is %d, must be %s".formatted(name, value, rule));
      }
    }

    /** As options say; thresholds are one, {@code threshold}. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          List.of(given.number("threshold", 0.5)),
          Math.toIntExact(given.whole("bins", 15)),
          Math.toIntExact(given.whole("exactScores", 10_000)));
    }

    private int counts() {
      return FIXED + 2 * thresholds.size() + 2 * bins;
    }

    private int sums() {
      return FIXED_SUMS + bins;
    }

    private int firstBin() {
      return FIXED + 2 * thresholds.size();
    }
  }

  /** What was seen. */
  public static final class State {
    private final Tally tally;
    private final Ranks ranks;

    private State(Tally tally, Ranks ranks) {
      this.tally = tally;
      this.ranks = ranks;
    }
  }

  public BinaryEvaluator(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(options);
  }

  @Override
  public void add(State state, Outcome outcome) {
    double p = outcome.probability(1, 2);
    int truth = outcome.truth(2);
    int previous = outcome.hasPrevious() ? outcome.previousClass(2) : -1;
    long units = Tally.units(outcome.weight());
    Tally tally = state.tally;
    tally.count(NEGATIVES + truth, units);
    double kept = Math.max(LEAST, Math.min(1 - LEAST, p));
    tally.sum(LOG_LOSS, -StrictMath.log(truth == 1 ? kept : 1 - kept), units);
    tally.sum(SQUARES, (p - truth) * (p - truth), units);
    countThresholds(tally, p, truth, units);
    if (previous >= 0) {
      int said = p >= options.thresholds().get(0) ? 1 : 0;
      tally.count(PREVIOUS, units);
      tally.count(PREVIOUS_RIGHT, previous == truth ? units : 0);
      tally.count(PREVIOUS_MODEL_RIGHT, said == truth ? units : 0);
    }
    int bin = Math.min(options.bins() - 1, (int) (p * options.bins()));
    tally.count(options.firstBin() + 2 * bin, units);
    tally.count(options.firstBin() + 2 * bin + 1, truth * units);
    tally.sum(FIXED_SUMS + bin, p, units);
    state.ranks.add(p, truth, units);
  }

  private void countThresholds(Tally tally, double p, int truth, long units) {
    for (int i = 0; i < options.thresholds().size(); i++) {
      tally.count(FIXED + 2 * i + truth, p >= options.thresholds().get(i) ? units : 0);
    }
  }

  @Override
  public void merge(State state, State other) {
    state.tally.merge(other.tally);
    state.ranks.merge(other.ranks);
  }

  @Override
  public EvaluationReport report(State state) {
    Tally tally = state.tally;
    double negatives = tally.weight(NEGATIVES);
    double positives = tally.weight(POSITIVES);
    double all = negatives + positives;
    double base = positives / all;
    Ranks.Area area = state.ranks.area();
    EvaluationReport.Builder report =
        new EvaluationReport.Builder()
            .fact("baseRate", base)
            .fact("meanScore", scores(tally).value() / all)
            .lower("logLoss", tally.total(LOG_LOSS) / all)
            .fact("logLossOfBaseRate", entropy(base))
            .lower("brier", tally.total(SQUARES) / all)
            .fact("brierOfBaseRate", base * (1 - base))
            .higher("auc", area.value())
            .fact("aucError", area.error())
            .lower("ece", calibrationError(tally, all));
    reportAccuracy(report, tally);
    for (int i = 0; i < options.thresholds().size(); i++) {
      reportThreshold(report, i, tally);
    }
    return report.of("binary", all);
  }

  private void reportAccuracy(EvaluationReport.Builder report, Tally tally) {
    double negatives = tally.weight(NEGATIVES);
    double positives = tally.weight(POSITIVES);
    double all = negatives + positives;
    double falsePositives = tally.weight(FIXED);
    double truePositives = tally.weight(FIXED + 1);
    double accuracy = (truePositives + negatives - falsePositives) / all;
    double yes = (truePositives + falsePositives) / all;
    double chance = yes * (positives / all) + (1 - yes) * (negatives / all);
    double majority = Math.max(negatives, positives) / all;
    double paired = tally.weight(PREVIOUS);
    double noChange = tally.weight(PREVIOUS_RIGHT) / paired;
    report
        .higher("accuracy", accuracy)
        .fact("majority", majority)
        .fact("noChange", noChange)
        .higher("kappa", Kappa.of(accuracy, chance))
        .higher("kappaMajority", Kappa.of(accuracy, majority))
        .higher("kappaTemporal", Kappa.of(tally.weight(PREVIOUS_MODEL_RIGHT) / paired, noChange));
  }

  private void reportThreshold(EvaluationReport.Builder report, int i, Tally tally) {
    double falsePositives = tally.weight(FIXED + 2 * i);
    double truePositives = tally.weight(FIXED + 2 * i + 1);
    double positives = tally.weight(POSITIVES);
    String at = "@" + options.thresholds().get(i);
    report
        .higher("precision" + at, truePositives / (truePositives + falsePositives))
        .higher("recall" + at, truePositives / positives)
        .higher("f1" + at, 2 * truePositives / (truePositives + falsePositives + positives));
  }

  private ExactSum scores(Tally tally) {
    ExactSum scores = new ExactSum();
    for (int i = 0; i < options.bins(); i++) {
      scores.add(tally.sums[FIXED_SUMS + i]);
    }
    return scores;
  }

  private double calibrationError(Tally tally, double all) {
    double sum = 0;
    for (int i = 0; i < options.bins(); i++) {
      double positives = tally.weight(options.firstBin() + 2 * i + 1);
      sum += Math.abs(tally.total(FIXED_SUMS + i) - positives);
    }
    return sum / all;
  }

  /** Of a yes of this rate, in nats. */
  private static double entropy(double rate) {
    return rate <= 0 || rate >= 1
        ? 0 * rate
        : -rate * StrictMath.log(rate) - (1 - rate) * StrictMath.log(1 - rate);
  }

  /** The layout of a state follows from the settings, by which a state of others is refused. */
  private record Codec(Options options) implements StateCodec<State> {

    @Override
    public String id() {
      return "evaluation-binary";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public String layout() {
      List<String> parts = new ArrayList<>();
      options.thresholds().forEach(threshold -> parts.add(threshold.toString()));
      return "thresholds=" + String.join(",", parts) + ";bins=" + options.bins();
    }

    @Override
    public State create() {
      return new State(
          new Tally(options.counts(), options.sums()), new Ranks(options.exactScores()));
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      state.tally.write(out);
      state.ranks.write(out);
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      return new State(
          Tally.read(in, options.counts(), options.sums()), Ranks.read(in, options.exactScores()));
    }

    @Override
    public State copy(State state) {
      return new State(state.tally.copy(), state.ranks.copy());
    }
  }
}
