package io.atomstreams.model.training;

import io.atomstreams.model.network.Architectures;
import io.atomstreams.model.network.ForecastObjective;
import io.atomstreams.model.network.LevelScaling;
import io.atomstreams.model.network.Objective;
import io.atomstreams.model.training.TimeSplit.Period;

/**
 * One whole training of a forecaster: cut by time, train, measure beside the seasonal naive
 * forecast on the test period, which the training has not seen.
 *
 * @param trained the network
 * @param train rows it learned from
 * @param validation rows that stopped it
 * @param test rows it is judged by
 * @param accuracy on the test rows
 * @param naive of the seasonal naive forecast on the same rows
 */
public record ForecastRun(
    ForecastWindow window,
    Plan plan,
    Trained trained,
    Examples train,
    Examples validation,
    Examples test,
    ForecastAccuracy accuracy,
    ForecastAccuracy naive) {

  /**
   * What to train and on what.
   *
   * @param architecture by name: {@code lstm}, {@code transformer} or {@code mlp}
   * @param validationFrom ms UTC
   * @param testFrom ms UTC
   */
  public record Plan(
      String architecture,
      Objective objective,
      long validationFrom,
      long testFrom,
      TrainingOptions options) {}

  /** Trains. */
  public static ForecastRun run(
      ForecastWindow window, ForecastSet set, Plan plan, TrainingProgress progress) {
    Examples train = set.in(plan.validationFrom(), plan.testFrom(), Period.TRAIN);
    Examples validation = set.in(plan.validationFrom(), plan.testFrom(), Period.VALIDATION);
    Examples test = set.in(plan.validationFrom(), plan.testFrom(), Period.TEST);
    Trained trained =
        new NetworkTrainer(plan.options())
            .train(
                Architectures.byName(plan.architecture())
                    .small()
                    .of(window.input(), plan.objective().outputs()),
                plan.objective(),
                new LevelScaling(window.steps(), 1),
                train,
                validation,
                progress);
    double[] forecasts = trained.results(test).get(ForecastObjective.OUTPUT);
    return new ForecastRun(
        window,
        plan,
        trained,
        train,
        validation,
        test,
        ForecastAccuracy.of(forecasts, test.targets()),
        ForecastAccuracy.of(naive(window, test), test.targets()));
  }

  private static double[] naive(ForecastWindow window, Examples test) {
    double[] forecasts = new double[test.count() * window.horizon()];
    for (int row = 0; row < test.count(); row++) {
      float[] forecast = window.seasonalNaive(test.row(row));
      for (int ahead = 0; ahead < forecast.length; ahead++) {
        forecasts[row * forecast.length + ahead] = forecast[ahead];
      }
    }
    return forecasts;
  }
}
