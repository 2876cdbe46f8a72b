package io.atomstreams.pipelines.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The account of numbers: MAE, RMSE, and {@code R² = 1 − Σ error² / Σ (target − mean of all
 * targets)²}. Those that need a label answer 0 before the first.
 */
final class NumberAccount implements Account {

  /** Sums of one predictor's errors. */
  private static final class Errors {

    private double absolute;
    private double squared;

    double add(double said, double target) {
      double error = Math.abs(said - target);
      absolute += error;
      squared += error * error;
      return error;
    }
  }

  private final Errors learner = new Errors();
  private final Errors noChange = new Errors();
  private final Errors average = new Errors();
  private long rows;
  private double mean;
  private double spread;
  private long knownRows;
  private double knownMean;
  private double latest;

  @Override
  public double add(double[] said, double target) {
    rows++;
    double before = target - mean;
    mean += before / rows;
    spread += before * (target - mean);
    noChange.add(latest, target);
    average.add(knownMean, target);
    return learner.add(said[0], target);
  }

  @Override
  public void known(double target) {
    latest = target;
    knownRows++;
    knownMean += (target - knownMean) / knownRows;
  }

  @Override
  public Scores learner() {
    return scores(learner);
  }

  @Override
  public Scores noChange() {
    return scores(noChange);
  }

  @Override
  public Scores average() {
    return scores(average);
  }

  private Scores scores(Errors errors) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("mae", errors.absolute / rows);
    measures.put("rmse", Math.sqrt(errors.squared / rows));
    measures.put("r2", spread > 0 ? 1 - errors.squared / spread : Double.NaN);
    return new Scores(measures);
  }
}
