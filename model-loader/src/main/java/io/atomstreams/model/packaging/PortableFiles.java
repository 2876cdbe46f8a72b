package io.atomstreams.model.packaging;

import io.atomstreams.model.network.Network;
import io.atomstreams.model.onnx.OnnxNetwork;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is kept beside a SavedModel for use elsewhere: the same network as ONNX, and as plain layers
 * where it consists of nothing else.
 */
final class PortableFiles {

  private PortableFiles() {}

  static void write(TrainedNetwork network, Path directory) throws IOException {
    write(network.network(), directory);
    PortableNetwork.write(network, directory);
  }

  static void write(Network network, Path directory) throws IOException {
    Files.write(directory.resolve(OnnxNetwork.FILE), OnnxNetwork.bytes(network));
  }
}
