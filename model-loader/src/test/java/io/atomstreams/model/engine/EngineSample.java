package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingSet;
import java.util.Arrays;

/** A model that was written, and the plain formula it must agree with. */
public record EngineSample(ModelSignature signature, Formula formula) {

  /** The result of one row, computed without the engine. */
  public interface Formula {
    double[] of(float[] row);
  }

  /** A network whose one output is its probability. */
  public static EngineSample of(TrainedNetwork network) {
    return new EngineSample(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, network.features()),
        row ->
            new double[] {
              network
                  .predict(new TrainingSet(network.features(), row, new boolean[1], new long[1]))[0]
            });
  }

  /** One row of results, for a formula. */
  public static double[] doubles(float[] results) {
    double[] doubles = new double[results.length];
    for (int i = 0; i < results.length; i++) {
      doubles[i] = results[i];
    }
    return doubles;
  }

  /** What the rows must give, laid out as a model does it. */
  public float[] expected(float[] rows, int rowCount) {
    int columns = signature.featureCount();
    int width = signature.outputWidth();
    float[] expected = new float[rowCount * width];
    for (int row = 0; row < rowCount; row++) {
      double[] result = formula.of(Arrays.copyOfRange(rows, row * columns, (row + 1) * columns));
      for (int i = 0; i < width; i++) {
        expected[row * width + i] = (float) result[i];
      }
    }
    return expected;
  }
}
