package io.atomstreams.model.serving;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.util.List;

/** The second phase: a model in memory that nobody has tried yet. */
final class LoadedModel {

  private final Lease lease;
  private final ModelManifest manifest;
  private final FeatureBinding binding;

  LoadedModel(Lease lease, ModelManifest manifest, FeatureBinding binding) {
    this.lease = lease;
    this.manifest = manifest;
    this.binding = binding;
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
      return new SelfTestedModel(lease, manifest, binding, rows);
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
    int width = lease.model().signature().outputWidth();
    float[] results = new float[count * width];
    lease.model().score(rows, count, results);
    for (int i = 0; i < count; i++) {
      requireResults(i, golden, results, i * width);
    }
  }

  private void requireResults(int vector, Golden golden, float[] results, int from) {
    List<Float> expected = golden.vectors().get(vector).results();
    for (int column = 0; column < expected.size(); column++) {
      float result = results[from + column];
      if (!(Math.abs(result - expected.get(column)) <= golden.tolerance())) {
        String where =
            expected.size() == 1
                ? ""
                : " in " + lease.model().signature().resultNames().get(column);
        throw new ModelException(
            "model %s: golden vector %d scored %s%s, expected %s ± %s; the model computes something else here than where it was packed"
                .formatted(
                    manifest.ref(),
                    vector,
                    result,
                    where,
                    expected.get(column),
                    golden.tolerance()));
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
