package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Figures of probabilities of several classes; what is said is the most likely, of equals the
 * first. {@code accuracy, kappa, kappaMajority, kappaTemporal, logLoss} as in {@link
 * BinaryEvaluator}; {@code macroRecall} and {@code macroF1} are means over the classes that occur;
 * {@code recall.c} and {@code precision.c} per class.
 *
 * <p>Cost per outcome: one logarithm and a walk over the classes. Memory: 8 bytes for each pair of
 * classes.
 */
public final class ClassEvaluator implements Evaluator<Tally> {

  private static final long serialVersionUID = 1;
  private static final int PREVIOUS = 0;
  private static final int PREVIOUS_RIGHT = 1;
  private static final int PREVIOUS_MODEL_RIGHT = 2;
  private static final int FIXED = 3;
  private static final int LOG_LOSS = 0;
  private static final int BRIER = 1;
  private static final int SUMS = 2;

  private final Options options;

  /**
   * The settings.
   *
   * @param classes 2 to 1,000
   */
  public record Options(int classes) implements Serializable {

    public Options {
      if (classes < 2 || classes > 1_000) {
        throw new IllegalArgumentException(
            "classes: option classes is %d, must be 2 to 1000".formatted(classes));
      }
    }

    /** As options say. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(Math.toIntExact(given.whole("classes", 2)));
    }
  }

  public ClassEvaluator(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<Tally> codec() {
    int classes = options.classes();
    return new TallyCodec("evaluation-classes", FIXED + classes * classes, SUMS);
  }

  @Override
  public void add(Tally state, Outcome outcome) {
    int classes = options.classes();
    int truth = outcome.truth(classes);
    int said = 0;
    double squares = 0;
    for (int i = 0; i < classes; i++) {
      double p = outcome.probability(i, classes);
      said = p > outcome.prediction()[said] ? i : said;
      double miss = p - (i == truth ? 1 : 0);
      squares += miss * miss;
    }
    int previous = outcome.hasPrevious() ? outcome.previousClass(classes) : -1;
    long units = Tally.units(outcome.weight());
    state.count(cell(truth, said), units);
    double p = Math.max(BinaryEvaluator.LEAST, outcome.prediction()[truth]);
    state.sum(LOG_LOSS, -StrictMath.log(p), units);
    state.sum(BRIER, squares, units);
    if (previous >= 0) {
      state.count(PREVIOUS, units);
      state.count(PREVIOUS_RIGHT, previous == truth ? units : 0);
      state.count(PREVIOUS_MODEL_RIGHT, said == truth ? units : 0);
    }
  }

  private int cell(int truth, int said) {
    return FIXED + truth * options.classes() + said;
  }

  @Override
  public void merge(Tally state, Tally other) {
    state.merge(other);
  }

  @Override
  public EvaluationReport report(Tally state) {
    int classes = options.classes();
    double[] truths = new double[classes];
    double[] saids = new double[classes];
    double right = 0;
    double all = 0;
    for (int truth = 0; truth < classes; truth++) {
      for (int said = 0; said < classes; said++) {
        double weight = state.weight(cell(truth, said));
        truths[truth] += weight;
        saids[said] += weight;
        all += weight;
      }
      right += state.weight(cell(truth, truth));
    }
    EvaluationReport.Builder report =
        new EvaluationReport.Builder()
            .lower("logLoss", state.total(LOG_LOSS) / all)
            .fact("logLossOfBaseRates", entropy(truths, all))
            .lower("brier", state.total(BRIER) / all);
    reportAccuracy(report, state, right / all, truths, saids);
    reportClasses(report, state, truths, saids);
    return report.of("classes", all);
  }

  private static void reportAccuracy(
      EvaluationReport.Builder report,
      Tally state,
      double accuracy,
      double[] truths,
      double[] saids) {
    double all = 0;
    double most = 0;
    double pairs = 0;
    for (int i = 0; i < truths.length; i++) {
      all += truths[i];
      most = Math.max(most, truths[i]);
      pairs += truths[i] * saids[i];
    }
    double paired = state.weight(PREVIOUS);
    double noChange = state.weight(PREVIOUS_RIGHT) / paired;
    report
        .higher("accuracy", accuracy)
        .fact("majority", most / all)
        .fact("noChange", noChange)
        .higher("kappa", Kappa.of(accuracy, pairs / (all * all)))
        .higher("kappaMajority", Kappa.of(accuracy, most / all))
        .higher("kappaTemporal", Kappa.of(state.weight(PREVIOUS_MODEL_RIGHT) / paired, noChange));
  }

  private void reportClasses(
      EvaluationReport.Builder report, Tally state, double[] truths, double[] saids) {
    double recalls = 0;
    double f1s = 0;
    int occurring = 0;
    EvaluationReport.Builder each = new EvaluationReport.Builder();
    for (int i = 0; i < truths.length; i++) {
      double hit = state.weight(cell(i, i));
      each.higher("recall." + i, hit / truths[i]).higher("precision." + i, hit / saids[i]);
      if (truths[i] > 0) {
        occurring++;
        recalls += hit / truths[i];
        f1s += 2 * hit / (truths[i] + saids[i]);
      }
    }
    report.higher("macroRecall", recalls / occurring).higher("macroF1", f1s / occurring).all(each);
  }

  private static double entropy(double[] weights, double all) {
    double entropy = 0;
    for (double weight : weights) {
      entropy -= weight > 0 ? weight / all * StrictMath.log(weight / all) : 0;
    }
    return all > 0 ? entropy : Double.NaN;
  }
}
