package io.atomstreams.model.packaging;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.mlp.Activation;
import io.atomstreams.model.engine.mlp.MlpEngine;
import io.atomstreams.model.engine.mlp.NetworkWeights;
import io.atomstreams.model.training.DenseLayer;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network as {@code network.json}: the same weights that the SavedModel holds, for the
 * engine {@code mlp} and for whoever reads JSON.
 */
public final class PortableNetwork {

  private PortableNetwork() {}

  /** The same network in the portable form. */
  public static NetworkWeights of(TrainedNetwork network) {
    List<NetworkWeights.Layer> layers = new ArrayList<>();
    List<DenseLayer> trained = network.layers();
    for (int i = 0; i < trained.size(); i++) {
      DenseLayer layer = trained.get(i);
      layers.add(
          new NetworkWeights.Layer(
              layer.inputs(),
              layer.outputs(),
              i < trained.size() - 1 ? Activation.RELU : Activation.SIGMOID,
              layer.kernel(),
              layer.bias()));
    }
    return new NetworkWeights(
        network.features(),
        true,
        array(network.standardisation().mean()),
        array(network.standardisation().scale()),
        layers);
  }

  /** Writes {@code network.json} into {@code directory}, which is made if it is not there. */
  public static void write(TrainedNetwork network, Path directory) {
    Path file = directory.resolve(MlpEngine.NETWORK_FILE);
    try {
      Files.createDirectories(directory);
      Files.writeString(file, of(network).toJson());
    } catch (IOException e) {
      throw new ModelException("cannot write " + file + ": " + e, e);
    }
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
