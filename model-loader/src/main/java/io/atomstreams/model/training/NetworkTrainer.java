package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.network.Architecture;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.network.Objective;
import io.atomstreams.model.network.Preparation;
import io.atomstreams.model.network.Weights;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains any architecture for any objective: the mean loss plus {@code l2 · Σ w²} over the kernels,
 * minimised by Adam over mini-batches in an order drawn from the seed. After each epoch the
 * validation rows, a later period, are measured; training ends when they have not improved for
 * {@code patience} epochs, and the best epoch's weights are returned.
 *
 * <p>One thread throughout: the same rows and options give the same weights, bit for bit, on the
 * same kind of processor.
 */
public final class NetworkTrainer {

  private final TrainingOptions options;

  public NetworkTrainer(TrainingOptions options) {
    this.options = options;
  }

  /**
   * Trains on {@code train}, stops by {@code validation}.
   *
   * @throws ModelException if a set is empty, rows and architecture do not fit, or the loss ceases
   *     to be a number
   */
  public Trained train(
      Architecture architecture,
      Objective objective,
      Preparation preparation,
      Examples train,
      Examples validation,
      TrainingProgress progress) {
    Weights weights = InitialWeights.of(architecture, options.seed());
    Network untrained =
        new Network(train.features(), architecture, weights, preparation, objective);
    requireFit(untrained, train, validation);
    PreparedExamples learned = new PreparedExamples(train, preparation);
    PreparedExamples measured = new PreparedExamples(validation, preparation);
    List<Epoch> history = new ArrayList<>();
    int bestEpoch = 0;
    double bestLoss = Double.POSITIVE_INFINITY;
    try (TrainingGraph graph = new TrainingGraph(architecture, objective, weights, options)) {
      boolean goesOn = true;
      for (int number = 1;
          goesOn && number <= options.maxEpochs() && number - bestEpoch <= options.patience();
          number++) {
        Epoch epoch =
            new Epoch(number, learn(graph, learned, number, progress), graph.loss(measured));
        requireNumber(epoch);
        history.add(epoch);
        progress.finished(epoch);
        if (epoch.validationLoss() < bestLoss) {
          bestLoss = epoch.validationLoss();
          bestEpoch = number;
          weights = graph.weights();
        }
        goesOn = progress.goesOn();
      }
    }
    return new Trained(
        new Network(train.features(), architecture, weights, preparation, objective),
        history,
        bestEpoch);
  }

  private double learn(
      TrainingGraph graph, PreparedExamples rows, int epoch, TrainingProgress progress) {
    int[] order = new CounterRandom(options.seed(), epoch).permutation(rows.count());
    double weightedLoss = 0;
    int done = 0;
    while (done < order.length && (done == 0 || progress.goesOn())) {
      int size = Math.min(options.batchSize(), order.length - done);
      weightedLoss += size * graph.step(rows, order, done, size);
      done += size;
      progress.learned(epoch, done, order.length);
    }
    return weightedLoss / done;
  }

  private static void requireFit(Network network, Examples train, Examples validation) {
    if (!train.features().equals(validation.features())) {
      throw new ModelException(
          "training: the training rows have the features "
              + train.features()
              + ", the validation rows "
              + validation.features());
    }
    if (train.count() == 0) {
      throw new ModelException("training: there are no training rows");
    }
    if (validation.count() == 0) {
      throw new ModelException("training: there are no validation rows to stop by");
    }
    int wanted = network.objective().targets();
    if (train.targetWidth() != wanted || validation.targetWidth() != wanted) {
      throw new ModelException(
          "training: the objective learns %d numbers a row, the rows have %d and %d"
              .formatted(wanted, train.targetWidth(), validation.targetWidth()));
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
