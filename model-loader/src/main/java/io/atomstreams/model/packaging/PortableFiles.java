package io.atomstreams.model.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.onnx.OnnxNetwork;
import io.atomstreams.model.training.DenseLayer;
import io.atomstreams.model.training.Standardisation;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept beside a SavedModel for use elsewhere: the same network as ONNX, and as plain layers
 * where it consists of nothing else.
 */
final class PortableFiles {

  private static final String LAYERS = "network.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PortableFiles() {}

  private record Layers(
      List<String> features,
      boolean signedLog,
      List<Float> mean,
      List<Float> scale,
      List<Layer> layers) {}

  private record Layer(int inputs, int outputs, String activation, float[] kernel, float[] bias) {}

  static void write(TrainedNetwork network, Path directory) throws IOException {
    write(network.network(), directory);
    Files.writeString(directory.resolve(LAYERS), layers(network));
  }

  static void write(Network network, Path directory) throws IOException {
    Files.write(directory.resolve(OnnxNetwork.FILE), OnnxNetwork.bytes(network));
  }

  private static String layers(TrainedNetwork network) throws JsonProcessingException {
    List<Layer> layers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      boolean isLast = layers.size() == network.layers().size() - 1;
      layers.add(
          new Layer(
              layer.inputs(),
              layer.outputs(),
              isLast ? "sigmoid" : "relu",
              layer.kernel(),
              layer.bias()));
    }
    Standardisation standardisation = network.standardisation();
    return JSON.writeValueAsString(
            new Layers(
                network.features(), true, standardisation.mean(), standardisation.scale(), layers))
        + "\n";
  }
}
