package io.atomstreams.model.training;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Exports a network and runs it with TensorFlow, all outputs at once. */
public final class SavedModelRun {

  private SavedModelRun() {}

  /** For each output its numbers, in order. */
  public static Map<String, double[]> of(Network network, Path directory, float[] rows, int count) {
    new Trained(network, List.of(), 0).exportSavedModel(directory);
    return of(directory, network.architecture().input(), rows, count);
  }

  static Map<String, double[]> of(Path directory, TensorSpec input, float[] rows, int count) {
    Map<String, double[]> results = new TreeMap<>();
    try (SavedModelBundle bundle = SavedModelBundle.load(directory.toString(), "serve");
        Tensor x = InputBatch.of(input, count, rows)) {
      SignatureDef signature = bundle.metaGraphDef().getSignatureDefOrThrow("serving_default");
      Session.Runner runner =
          bundle.session().runner().feed(signature.getInputsOrThrow(input.name()).getName(), x);
      List<String> names = signature.getOutputsMap().keySet().stream().sorted().toList();
      names.forEach(name -> runner.fetch(signature.getOutputsOrThrow(name).getName()));
      try (Result result = runner.run()) {
        for (int i = 0; i < names.size(); i++) {
          results.put(names.get(i), numbers(result.get(i)));
        }
      }
    }
    return results;
  }

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[(int) tensor.size()];
    int[] next = {0};
    if (tensor instanceof TFloat64 wide) {
      wide.scalars().forEach(x -> numbers[next[0]++] = x.getDouble());
    } else {
      ((TFloat32) tensor).scalars().forEach(x -> numbers[next[0]++] = x.getFloat());
    }
    return numbers;
  }
}
