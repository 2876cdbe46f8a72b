package io.atomstreams.model.serving;

import io.atomstreams.model.explain.Background;
import io.atomstreams.model.registry.ModelManifest;
import java.util.Optional;

/** The third phase: a model that computes what it was packed with, but is still cold. */
final class SelfTestedModel {

  private static final int WARM_UP_ROWS = 256;
  private static final int WARM_UP_ROUNDS = 8;

  private final Lease lease;
  private final ModelManifest manifest;
  private final FeatureBinding binding;
  private final Optional<Background> background;
  private final float[] goldenRows;

  SelfTestedModel(
      Lease lease,
      ModelManifest manifest,
      FeatureBinding binding,
      Optional<Background> background,
      float[] goldenRows) {
    this.lease = lease;
    this.manifest = manifest;
    this.binding = binding;
    this.background = background;
    this.goldenRows = goldenRows;
  }

  /**
   * Warms up and serves: batches of 1 to 256 golden rows, so that the first real batch does not pay
   * for lazy initialisation. A few milliseconds.
   */
  ServedModel serve() {
    try {
      warmUp();
      return new ServedModel(lease, manifest, binding, explainer());
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Against the rows that were saved with the model, else against its golden ones. */
  private ModelExplainer explainer() {
    return new ModelExplainer(
        lease.model(),
        () ->
            background.orElseGet(
                () ->
                    Background.spread(
                        manifest.features(),
                        goldenRows,
                        goldenRows.length / manifest.features().size())));
  }

  private void warmUp() {
    float[] rows = new float[WARM_UP_ROWS * manifest.features().size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = goldenRows[i % goldenRows.length];
    }
    float[] results = new float[WARM_UP_ROWS * lease.model().signature().outputWidth()];
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      for (int size = 1; size <= WARM_UP_ROWS; size *= 4) {
        lease.model().score(rows, size, results);
      }
    }
  }
}
