package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.List;

/** Models as Flink ML saves them, with random weights. */
public final class FlinkMlFixture implements EngineFixture {

  @Override
  public String engine() {
    return "flinkml";
  }

  @Override
  public String file() {
    return SavedStage.METADATA;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  /** A pipeline of a scaler and a logistic regression. */
  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    double[] mean = values(columns, seed);
    double[] std = values(columns, seed + 1);
    double[] coefficient = values(columns, seed + 2);
    for (int i = 0; i < std.length; i++) {
      std[i] = 0.5 + Math.abs(std[i]);
    }
    SavedModels.pipeline(artifacts, 2);
    SavedModels.scaler(artifacts.resolve("stages/0"), "in", "scaled", true, mean, std);
    SavedModels.logisticRegression(artifacts.resolve("stages/1"), "scaled", coefficient);
    return new EngineSample(
        ModelSignature.probability("in", "probability", TinyNetworks.features(columns)),
        row -> {
          double sum = 0;
          for (int i = 0; i < columns; i++) {
            sum += Float.isNaN(row[i]) ? 0 : (row[i] - mean[i]) / std[i] * coefficient[i];
          }
          return new double[] {1 / (1 + Math.exp(-sum))};
        });
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("k-means", FlinkMlFixture::writeKMeans),
        new Shape("scaler", FlinkMlFixture::writeScaler));
  }

  private static EngineSample writeKMeans(long seed, Path artifacts) {
    double[][] centroids = {values(4, seed), values(4, seed + 1), values(4, seed + 2)};
    SavedModels.kMeans(artifacts, "euclidean", centroids);
    return new EngineSample(
        signature(4, TensorSpec.floatPerRow("prediction"), TensorSpec.floatRows("distances", 3)),
        row -> {
          double[] result = new double[4];
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
              result[i + 1] += Math.pow(row[j] - centroids[i][j], 2);
            }
            result[i + 1] = Math.sqrt(result[i + 1]);
            result[0] = result[i + 1] < result[1 + (int) result[0]] ? i : result[0];
          }
          return result;
        });
  }

  private static EngineSample writeScaler(long seed, Path artifacts) {
    double[] mean = values(3, seed);
    double[] std = {2, 0, 0.5};
    SavedModels.scaler(artifacts, "in", "out", true, mean, std);
    return new EngineSample(
        signature(3, TensorSpec.floatRows("output", 3)),
        row -> new double[] {(row[0] - mean[0]) / std[0], 0, (row[2] - mean[2]) / std[2]});
  }

  private static ModelSignature signature(int columns, TensorSpec... outputs) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("in", columns)),
        List.of(outputs),
        TinyNetworks.features(columns),
        new Score(outputs[0].name(), 0, Kind.VALUE));
  }

  private static double[] values(int count, long seed) {
    double[] values = new double[count];
    float[] rows = TinyNetworks.smallRows(1, count, seed);
    for (int i = 0; i < count; i++) {
      values[i] = rows[i];
    }
    return values;
  }
}
