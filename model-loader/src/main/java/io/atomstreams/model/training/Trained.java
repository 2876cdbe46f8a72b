package io.atomstreams.model.training;

import io.atomstreams.model.network.Network;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a training has come to.
 *
 * @param network with the best epoch's weights
 * @param history one entry per epoch that was run, the loss being the objective's
 * @param bestEpoch from 1
 */
public record Trained(Network network, List<Epoch> history, int bestEpoch) {

  public Trained {
    history = List.copyOf(history);
  }

  /** Writes {@code saved_model.pb} into {@code directory}: see {@link FrozenGraph}. */
  public void exportSavedModel(Path directory) {
    FrozenGraph.write(network, directory);
  }

  /** What the network gives for raw rows: for each result its numbers, row-major. */
  public Map<String, double[]> results(Examples examples) {
    return new NetworkRun(network).results(examples);
  }
}
