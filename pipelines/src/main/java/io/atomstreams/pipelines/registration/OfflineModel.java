package io.atomstreams.pipelines.registration;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.pipelines.training.RowFile;
import java.util.List;

/**
 * A version opened the way a job opens it: signature, checksums, limits, inspection and golden
 * vectors come before its first score.
 */
public final class OfflineModel implements AutoCloseable {

  private static final int BATCH = 512;

  private final WarmModels models;
  private final ServedModel served;

  /**
   * Opens a version for vectors of its own features.
   *
   * @throws ModelException saying why it would not serve
   */
  public OfflineModel(ModelRegistry registry, ModelRef ref) {
    this(registry, ref, registry.manifest(ref).features());
  }

  /** Opens a version for vectors of these features, in their order. */
  public OfflineModel(ModelRegistry registry, ModelRef ref, List<String> features) {
    this.models = new WarmModels(registry, new SharedModels());
    this.served = models.warm(ref, features);
  }

  public ModelManifest manifest() {
    return served.manifest();
  }

  /** A score a row. */
  public float[] score(RowFile file) {
    int width = file.features().size();
    float[] scores = new float[file.count()];
    float[] rows = new float[BATCH * served.featureCount()];
    float[] out = new float[BATCH];
    for (int from = 0; from < file.count(); from += BATCH) {
      int count = Math.min(BATCH, file.count() - from);
      for (int i = 0; i < count; i++) {
        served.project(file.rows(), (from + i) * width, rows, i);
      }
      served.score(rows, count, out);
      System.arraycopy(out, 0, scores, from, count);
    }
    return scores;
  }

  @Override
  public void close() {
    models.close();
  }
}
