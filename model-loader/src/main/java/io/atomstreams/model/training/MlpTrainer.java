package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a small fully connected network for a probability: mean log loss plus {@code l2 · Σ w²}
 * over the kernels, minimised by Adam (Kingma, Ba 2015) over mini-batches in an order drawn from
 * the seed. After each epoch the validation rows, a later period, are scored; training ends when
 * they have not improved for {@code patience} epochs, and the best epoch's weights are returned.
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
      require(hidden.stream().allMatch(units -> units >= 1), "hidden", hidden, "1 or more each");
      require(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "in (0, 1)");
      require(l2 >= 0 && l2 < 1, "l2", l2, "in [0, 1)");
      require(batchSize >= 2, "batchSize", batchSize, "2 or more");
      require(maxEpochs >= 1, "maxEpochs", maxEpochs, "1 or more");
      require(patience >= 1, "patience", patience, "1 or more");
    }

    /** 32 and 16 hidden units, step 0.002, L2 1e-5, batches of 256, 60 epochs, patience 6. */
    public static Options defaults(long seed) {
      return new Options(List.of(32, 16), 2e-3f, 1e-5f, 256, 60, 6, seed);
    }

    /** The same without hidden layers: the linear baseline. */
    public Options logisticRegression() {
      return new Options(List.of(), learningRate, l2, batchSize, maxEpochs, patience, seed);
    }

    private static void require(boolean holds, String option, Object value, String rule) {
      if (!holds) {
        throw new ModelException("training: " + option + " is " + value + ", it must be " + rule);
      }
    }
  }

  /** Hears of every epoch as it ends. */
  @FunctionalInterface
  public interface Progress {

    /** Says nothing. */
    Progress SILENT = epoch -> {};

    void finished(Epoch epoch);
  }

  /**
   * Trains on {@code train}, stops by {@code validation}.
   *
   * @throws ModelException if the sets differ in their features, {@code train} has only one class,
   *     or the loss ceases to be a number
   */
  public TrainedNetwork train(TrainingSet train, TrainingSet validation, Progress progress) {
    requireTrainable(train, validation);
    Standardisation standardisation = Standardisation.of(train);
    StandardisedRows trainRows = StandardisedRows.of(train, standardisation);
    StandardisedRows validationRows = StandardisedRows.of(validation, standardisation);
    List<Epoch> history = new ArrayList<>();
    List<DenseLayer> best = List.of();
    int bestEpoch = 0;
    double bestLoss = Double.POSITIVE_INFINITY;
    try (TrainingGraph graph = new TrainingGraph(initialLayers(train.featureCount()), options)) {
      for (int number = 1;
          number <= options.maxEpochs() && number - bestEpoch <= options.patience();
          number++) {
        Epoch epoch =
            new Epoch(number, learn(graph, trainRows, number), graph.loss(validationRows));
        requireNumber(epoch);
        history.add(epoch);
        progress.finished(epoch);
        if (epoch.validationLoss() < bestLoss) {
          bestLoss = epoch.validationLoss();
          bestEpoch = number;
          best = graph.layers();
        }
      }
    }
    return new TrainedNetwork(train.features(), standardisation, best, history, bestEpoch);
  }

  private double learn(TrainingGraph graph, StandardisedRows rows, int epoch) {
    int[] order = new CounterRandom(options.seed(), epoch).permutation(rows.count());
    double weightedLoss = 0;
    for (int start = 0; start < order.length; start += options.batchSize()) {
      int size = Math.min(options.batchSize(), order.length - start);
      weightedLoss += size * graph.step(rows, order, start, size);
    }
    return weightedLoss / order.length;
  }

  private List<DenseLayer> initialLayers(int featureCount) {
    List<DenseLayer> layers = new ArrayList<>();
    int inputs = featureCount;
    for (int units : options.hidden()) {
      layers.add(DenseLayer.initial(inputs, units, layerRandom(layers.size())));
      inputs = units;
    }
    layers.add(DenseLayer.initial(inputs, 1, layerRandom(layers.size())));
    return layers;
  }

  /** Epochs use the streams from 1 up, layers those from −1 down. */
  private CounterRandom layerRandom(int layer) {
    return new CounterRandom(options.seed(), -1L - layer);
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
    if (validation.rowCount() == 0) {
      throw new ModelException("training: there are no validation rows to stop by");
    }
  }

  private static void requireNumber(Epoch epoch) {
    if (!Double.isFinite(epoch.trainLoss()) || !Double.isFinite(epoch.validationLoss())) {
      throw new ModelException(
          "training: the loss became "
              + epoch.trainLoss()
              + " in epoch "
              + epoch.number()
              + "; lower the learning rate");
    }
  }
}
