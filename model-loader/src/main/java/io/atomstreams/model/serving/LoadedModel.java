package io.atomstreams.model.serving;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.explain.Background;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.util.List;
import java.util.Optional;

/** The second phase: a model in memory that nobody has tried yet. */
final class LoadedModel {

  private final Lease lease;
  private final ModelManifest manifest;
  private final FeatureBinding binding;
  private final Optional<Background> background;

  LoadedModel(
      Lease lease,
      ModelManifest manifest,
      FeatureBinding binding,
      Optional<Background> background) {
    this.lease = lease;
    this.manifest = manifest;
    this.binding = binding;
    this.background = background;
  }

  /**
   * Scores the golden vectors in one batch.
   *
   * @throws ModelException naming the first that differs; the lease is given back
   */
  SelfTestedModel selfTest() {
    try {
      float[] rows = goldenRows();
      requireGolden(rows);
      return new SelfTestedModel(lease, manifest, binding, background, rows);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private void requireGolden(float[] rows) {
    Golden golden = manifest.golden();
    int count = golden.vectors().size();
    if (count == 0) {
      throw new ModelException(
          "model "
              + manifest.ref()
              + ": it has no golden vectors and cannot be tested; pack it"
              + " again");
    }
    ModelSignature signature = lease.model().signature();
    int width = signature.outputWidth();
    float[] results = new float[count * width];
    lease.model().score(rows, count, results);
    for (int i = 0; i < count; i++) {
      float expected = golden.vectors().get(i).expected();
      float score = results[i * width + signature.scoreColumn()];
      if (!(Math.abs(score - expected) <= golden.tolerance())) {
        throw new ModelException(
            "model "
                + manifest.ref()
                + ": golden vector "
                + i
                + " scored "
                + score
                + ", expected "
                + expected
                + " ± "
                + golden.tolerance()
                + "; the model computes something else here than where it was packed");
      }
    }
  }

  private float[] goldenRows() {
    List<GoldenVector> vectors = manifest.golden().vectors();
    int columns = manifest.features().size();
    float[] rows = new float[vectors.size() * columns];
    for (int row = 0; row < vectors.size(); row++) {
      for (int column = 0; column < columns; column++) {
        rows[row * columns + column] = vectors.get(row).inputs().get(column);
      }
    }
    return rows;
  }
}
