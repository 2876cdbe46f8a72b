package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.nio.file.Path;

/**
 * Opens a directory that Flink ML's {@code save} wrote: a {@code LogisticRegressionModel}, a {@code
 * KMeansModel}, a {@code StandardScalerModel}, or a {@code PipelineModel} of scalers and one of
 * them.
 *
 * <p>Outputs are bound by name. A logistic regression gives {@code probability}, {@code prediction}
 * (0 or 1) and {@code rawPrediction} (both probabilities, Flink ML's column); k-means gives {@code
 * distances}, one per centroid, and {@code prediction}, the nearest one's index; a scaler gives
 * {@code output}. A missing value counts as the first scaler's mean, or as 0 without one: Flink ML
 * itself knows none.
 */
public final class FlinkMlEngine implements ModelEngine {

  @Override
  public String name() {
    return "flinkml";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    read(ref, artifacts);
  }

  private static SavedPipeline read(ModelRef ref, Path artifacts) {
    try {
      return SavedPipeline.read(SavedStage.read(artifacts));
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    return new FlinkMlModel(ref, signature, read(ref, artifacts));
  }
}
