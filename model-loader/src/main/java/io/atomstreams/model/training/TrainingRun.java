package io.atomstreams.model.training;

import io.atomstreams.model.training.TimeSplit.Periods;

/**
 * One whole training: cut by time, train the network, train a logistic regression on the same rows
 * as its baseline, measure both on the test period, which neither has seen.
 *
 * @param options how it was trained
 * @param periods the rows of each period
 * @param network what was learned
 * @param baseline the logistic regression
 * @param test the network on the test period
 * @param baselineTest the logistic regression on the test period
 * @param baseRateTest the training base rate, always answered, on the test period
 */
public record TrainingRun(
    MlpTrainer.Options options,
    Periods periods,
    TrainedNetwork network,
    TrainedNetwork baseline,
    Evaluation test,
    Evaluation baselineTest,
    Evaluation baseRateTest) {

  /** Trains both. The progress is the network's. */
  public static TrainingRun run(
      TrainingSet set, TimeSplit split, MlpTrainer.Options options, TrainingProgress progress) {
    Periods periods = split.apply(set);
    TrainedNetwork network =
        new MlpTrainer(options).train(periods.train(), periods.validation(), progress);
    TrainedNetwork baseline =
        new MlpTrainer(options.logisticRegression())
            .train(periods.train(), periods.validation(), MlpTrainer.Progress.SILENT);
    boolean[] labels = periods.test().labels();
    return new TrainingRun(
        options,
        periods,
        network,
        baseline,
        Evaluation.of(network.predict(periods.test()), labels),
        Evaluation.of(baseline.predict(periods.test()), labels),
        Evaluation.ofBaseRate(periods.train().baseRate(), labels));
  }
}
