package io.atomstreams.operators.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The slow obvious way: every figure from all outcomes at once, pairs counted one by one. */
final class BatchMetrics {

  private BatchMetrics() {}

  /** Summed without rounding, rounded once. */
  static double sum(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
    return exactSum(outcomes, of).doubleValue();
  }

  private static BigDecimal exactSum(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Outcome outcome : outcomes) {
      sum = sum.add(new BigDecimal(of.applyAsDouble(outcome)));
    }
    return sum;
  }

  static double count(List<Outcome> outcomes, Predicate<Outcome> which) {
    return outcomes.stream().filter(which).count();
  }

  static Map<String, Double> binary(List<Outcome> all, List<Double> thresholds, int bins) {
    double n = all.size();
    double positives = count(all, o -> o.target() == 1);
    double base = positives / n;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("baseRate", base);
    figures.put("meanScore", sum(all, o -> o.prediction()[1]) / n);
    figures.put("logLoss", sum(all, BatchMetrics::logLoss) / n);
    figures.put("brier", sum(all, o -> Math.pow(o.prediction()[1] - o.target(), 2)) / n);
    figures.put("brierOfBaseRate", base * (1 - base));
    figures.put("auc", area(all));
    figures.put("aucError", 0.0);
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      int b = bin;
      List<Outcome> in =
          all.stream()
              .filter(o -> Math.min(bins - 1, (int) (o.prediction()[1] * bins)) == b)
              .toList();
      error += Math.abs(sum(in, o -> o.prediction()[1]) - count(in, o -> o.target() == 1));
    }
    figures.put("ece", error / n);
    double threshold = thresholds.get(0);
    accuracies(figures, all, o -> (o.prediction()[1] >= threshold ? 1 : 0) == o.target());
    for (double t : thresholds) {
      double said = count(all, o -> o.prediction()[1] >= t);
      double hit = count(all, o -> o.prediction()[1] >= t && o.target() == 1);
      figures.put("precision@" + t, hit / said);
      figures.put("recall@" + t, hit / positives);
      figures.put("f1@" + t, 2 * hit / (said + positives));
    }
    return figures;
  }

  private static void accuracies(
      Map<String, Double> figures, List<Outcome> all, Predicate<Outcome> right) {
    double n = all.size();
    double accuracy = count(all, right) / n;
    List<Outcome> paired = all.stream().filter(Outcome::hasPrevious).toList();
    double noChange = count(paired, o -> o.previous() == o.target()) / (double) paired.size();
    double majority = 0;
    for (int c = 0; c < 10; c++) {
      int target = c;
      majority = Math.max(majority, count(all, o -> o.target() == target) / n);
    }
    figures.put("accuracy", accuracy);
    figures.put("majority", majority);
    figures.put("noChange", noChange);
    figures.put("kappaMajority", kappa(accuracy, majority));
    figures.put("kappaTemporal", kappa(count(paired, right) / paired.size(), noChange));
  }

  private static double kappa(double accuracy, double baseline) {
    return baseline == 1 ? Double.NaN : (accuracy - baseline) / (1 - baseline);
  }

  private static double logLoss(Outcome outcome) {
    double p = Math.max(1e-12, Math.min(1 - 1e-12, outcome.prediction()[1]));
    return -StrictMath.log(outcome.target() == 1 ? p : 1 - p);
  }

  static double area(List<Outcome> all) {
    long twice = 0;
    long pairs = 0;
    for (Outcome positive : all) {
      for (Outcome negative : all) {
        if (positive.target() == 1 && negative.target() == 0) {
          int sign = Double.compare(positive.prediction()[1], negative.prediction()[1]);
          twice += 1 + Integer.signum(sign);
          pairs += 2;
        }
      }
    }
    return pairs == 0
        ? Double.NaN
        : new BigDecimal(twice).divide(new BigDecimal(pairs), new MathContext(20)).doubleValue();
  }

  static Map<String, Double> classes(List<Outcome> all, int classes) {
    double n = all.size();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(
        "logLoss",
        sum(all, o -> -StrictMath.log(Math.max(1e-12, o.prediction()[(int) o.target()]))) / n);
    accuracies(figures, all, o -> said(o) == o.target());
    double chance = 0;
    for (int i = 0; i < classes; i++) {
      int c = i;
      double truths = count(all, o -> o.target() == c);
      double saids = count(all, o -> said(o) == c);
      double hits = count(all, o -> o.target() == c && said(o) == c);
      chance += truths * saids;
      figures.put("recall." + c, hits / truths);
      figures.put("precision." + c, hits / saids);
    }
    figures.put("kappa", kappa(figures.get("accuracy"), chance / (n * n)));
    return figures;
  }

  private static int said(Outcome outcome) {
    int said = 0;
    for (int i = 1; i < outcome.prediction().length; i++) {
      said = outcome.prediction()[i] > outcome.prediction()[said] ? i : said;
    }
    return said;
  }

  static Map<String, Double> numbers(List<Outcome> all) {
    double n = all.size();
    List<Outcome> paired = all.stream().filter(Outcome::hasPrevious).toList();
    List<Outcome> held = all.stream().filter(o -> !Double.isNaN(o.lower())).toList();
    ToDoubleFunction<Outcome> error = o -> o.prediction()[0] - o.target();
    ToDoubleFunction<Outcome> change = o -> o.previous() - o.target();
    double squares = sum(all, o -> error.applyAsDouble(o) * error.applyAsDouble(o));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("mean", sum(all, Outcome::target) / n);
    figures.put("mae", sum(all, o -> Math.abs(error.applyAsDouble(o))) / n);
    figures.put("rmse", Math.sqrt(squares / n));
    figures.put(
        "maeOfNoChange", sum(paired, o -> Math.abs(change.applyAsDouble(o))) / paired.size());
    figures.put(
        "wape",
        sum(all, o -> Math.abs(error.applyAsDouble(o))) / sum(all, o -> Math.abs(o.target())));
    figures.put(
        "mase",
        sum(paired, o -> Math.abs(error.applyAsDouble(o)))
            / sum(paired, o -> Math.abs(change.applyAsDouble(o))));
    figures.put("r2", 1 - squares / spread(all));
    figures.put(
        "coverage",
        count(held, o -> o.lower() <= o.target() && o.target() <= o.upper()) / held.size());
    figures.put("meanWidth", sum(held, o -> o.upper() - o.lower()) / held.size());
    return figures;
  }

  private static double spread(List<Outcome> all) {
    BigDecimal n = new BigDecimal(all.size());
    BigDecimal squares = BigDecimal.ZERO;
    for (Outcome outcome : all) {
      squares = squares.add(new BigDecimal(outcome.target()).pow(2));
    }
    BigDecimal sum = exactSum(all, Outcome::target);
    return squares
        .multiply(n)
        .subtract(sum.multiply(sum))
        .divide(n, MathContext.DECIMAL128)
        .doubleValue();
  }
}
