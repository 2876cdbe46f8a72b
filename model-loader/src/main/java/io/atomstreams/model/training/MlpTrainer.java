package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.network.ProbabilityObjective;
import java.util.List;

/**
 * Trains a small fully connected network for a probability: {@link NetworkTrainer} for rows of
 * features with a label, which are standardised by the training rows.
 *
 * <p>One thread throughout: the same rows and options give the same weights, bit for bit, on the
 * same kind of processor. Some hundred thousand rows a second for 15 features and 32 + 16 units.
 */
public final class MlpTrainer {

  private final Options options;

  public MlpTrainer(Options options) {
    this.options = options;
  }

  /**
   * How to train.
   *
   * @param hidden units of each hidden layer; none gives a logistic regression
   * @param learningRate Adam's step, in (0, 1)
   * @param l2 weight of the squared kernels in the loss, 0 or more
   * @param batchSize rows per step, 2 or more
   * @param maxEpochs 1 or more
   * @param patience epochs without improvement on the validation rows before giving up, 1 or more
   * @param seed of the initial weights and of the order of the rows
   */
  public record Options(
      List<Integer> hidden,
      float learningRate,
      float l2,
      int batchSize,
      int maxEpochs,
      int patience,
      long seed) {

    public Options {
      hidden = List.copyOf(hidden);
      TrainingOptions.require(
          hidden.stream().allMatch(units -> units >= 1), "hidden", hidden, "1 or more each");
      TrainingOptions.requireAll(learningRate, l2, batchSize, maxEpochs, patience);
    }

    /** 32 and 16 hidden units, step 0.002, L2 1e-5, batches of 256, 60 epochs, patience 6. */
    public static Options defaults(long seed) {
      return new Options(List.of(32, 16), 2e-3f, 1e-5f, 256, 60, 6, seed);
    }

    /** The same without hidden layers: the linear baseline. */
    public Options logisticRegression() {
      return new Options(List.of(), learningRate, l2, batchSize, maxEpochs, patience, seed);
    }

    private TrainingOptions common() {
      return new TrainingOptions(
          learningRate, l2, TrainingOptions.WIDE_CLIP_NORM, batchSize, maxEpochs, patience, seed);
    }
  }

  /** Hears how it goes. */
  @FunctionalInterface
  public interface Progress extends TrainingProgress {

    /** Says nothing. */
    Progress SILENT = epoch -> {};
  }

  /**
   * Trains on {@code train}, stops by {@code validation}.
   *
   * @throws ModelException if the sets differ in their features, {@code train} has only one class,
   *     or the loss ceases to be a number
   */
  public TrainedNetwork train(
      TrainingSet train, TrainingSet validation, TrainingProgress progress) {
    requireTrainable(train, validation);
    Standardisation standardisation = Standardisation.of(train);
    Trained trained =
        new NetworkTrainer(options.common())
            .train(
                TrainedNetwork.architecture(train.featureCount(), options.hidden()),
                new ProbabilityObjective(),
                standardisation,
                Examples.of(train),
                Examples.of(validation),
                progress);
    return new TrainedNetwork(
        train.features(),
        standardisation,
        DenseLayer.of(trained.network().weights()),
        trained.history(),
        trained.bestEpoch());
  }

  private static void requireTrainable(TrainingSet train, TrainingSet validation) {
    if (!train.features().equals(validation.features())) {
      throw new ModelException(
          "training: the training rows have the features "
              + train.features()
              + ", the validation rows "
              + validation.features());
    }
    if (train.positives() == 0 || train.positives() == train.rowCount()) {
      throw new ModelException(
          "training: "
              + train.positives()
              + " of "
              + train.rowCount()
              + " training rows are positive; both classes are needed");
    }
  }
}
