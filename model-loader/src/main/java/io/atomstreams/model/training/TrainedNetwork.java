package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.MlpArchitecture;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.network.ProbabilityObjective;
import io.atomstreams.model.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network, as plain data: what came in, how it is standardised, the layers in order.
 * Hidden layers end in {@code max(0, ·)}, the last one, of one unit, in the logistic function.
 *
 * @param features column names, in order
 * @param layers at least one; a single one is a logistic regression
 * @param history one entry per epoch that was run
 * @param bestEpoch the epoch whose weights these are, from 1
 */
public record TrainedNetwork(
    List<String> features,
    Standardisation standardisation,
    List<DenseLayer> layers,
    List<Epoch> history,
    int bestEpoch) {

  /** Name of the exported model's input, rows × features. */
  public static final String INPUT = "features";

  /** Name of the exported model's output, one probability per row. */
  public static final String OUTPUT = ProbabilityObjective.OUTPUT;

  /**
   * One pass over the training rows.
   *
   * @param number from 1
   * @param trainLoss mean loss over the epoch's batches as they were learned, without the L2 term;
   *     of a probability the log loss, in nats
   * @param validationLoss the same on the validation rows after the epoch
   */
  public record Epoch(int number, double trainLoss, double validationLoss) {}

  public TrainedNetwork {
    features = List.copyOf(features);
    layers = List.copyOf(layers);
    history = List.copyOf(history);
  }

  /**
   * Probabilities of a whole set in plain Java and double precision; for checks, not for serving.
   */
  public float[] predict(TrainingSet set) {
    float[] result = new float[set.rowCount()];
    for (int row = 0; row < result.length; row++) {
      result[row] = predict(set, row);
    }
    return result;
  }

  private float predict(TrainingSet set, int row) {
    double[] values = new double[features.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = standardisation.standardise(set.value(row, column), column);
    }
    for (int layer = 0; layer < layers.size() - 1; layer++) {
      values = layers.get(layer).forward(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, values[i]);
      }
    }
    double logit = layers.get(layers.size() - 1).forward(values)[0];
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  static MlpArchitecture architecture(int features, List<Integer> hidden) {
    return new MlpArchitecture(TensorSpec.floatRows(INPUT, features), hidden, 1);
  }

  /** The same, as it is exported. */
  public Network network() {
    List<Integer> hidden =
        layers.subList(0, layers.size() - 1).stream().map(DenseLayer::outputs).toList();
    MlpArchitecture architecture = architecture(features.size(), hidden);
    List<float[]> values = new ArrayList<>();
    for (DenseLayer layer : layers) {
      values.add(layer.kernel());
      values.add(layer.bias());
    }
    Weights weights = new Weights(architecture.weights(), values);
    return new Network(
        features, architecture, weights, standardisation, new ProbabilityObjective());
  }

  /**
   * Writes {@code saved_model.pb} into {@code directory}: a frozen graph with the weights as
   * constants, tag {@code serve}, signature {@code serving_default} from {@link #INPUT} [-1,
   * features] to {@link #OUTPUT} [-1] and {@code contributions} [-1, features + 1]. Some kilobytes;
   * the same network gives the same bytes.
   */
  public void exportSavedModel(Path directory) {
    FrozenGraph.write(network(), directory);
  }
}
