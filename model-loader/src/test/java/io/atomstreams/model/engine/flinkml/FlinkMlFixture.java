package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.Formula;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.List;

/** A pipeline of a scaler and a logistic regression, as Flink ML saves it. */
public final class FlinkMlFixture {

  private FlinkMlFixture() {}

  public static EngineFixture write(List<String> features, long seed, Path artifacts) {
    double[] mean = values(features.size(), seed);
    double[] std = values(features.size(), seed + 1);
    double[] coefficient = values(features.size(), seed + 2);
    for (int i = 0; i < std.length; i++) {
      std[i] = 0.5 + Math.abs(std[i]);
    }
    SavedModels.pipeline(artifacts, 2);
    SavedModels.scaler(artifacts.resolve("stages/0"), "in", "scaled", true, mean, std);
    SavedModels.logisticRegression(artifacts.resolve("stages/1"), "scaled", coefficient);
    Formula formula =
        (rows, rowCount) -> {
          float[] scores = new float[rowCount];
          for (int row = 0; row < rowCount; row++) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
              float x = rows[row * mean.length + i];
              sum += Float.isNaN(x) ? 0 : (x - mean[i]) / std[i] * coefficient[i];
            }
            scores[row] = (float) (1 / (1 + Math.exp(-sum)));
          }
          return scores;
        };
    return new EngineFixture(ModelSignature.probability("in", "probability", features), formula);
  }

  private static double[] values(int count, long seed) {
    double[] values = new double[count];
    float[] rows = TinyNetworks.rows(1, count, seed);
    for (int i = 0; i < count; i++) {
      values[i] = Float.isNaN(rows[i]) ? 0.1 : Math.tanh(rows[i]) * (i % 3 + 1);
    }
    return values;
  }
}
