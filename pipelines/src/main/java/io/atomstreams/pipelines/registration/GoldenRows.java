package io.atomstreams.pipelines.registration;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.FeatureBinding;
import io.atomstreams.pipelines.training.RowFile;
import java.util.List;
import java.util.SplittableRandom;

/** The rows a model is tried with when it is registered. */
public final class GoldenRows {

  /** How many at most. */
  public static final int COUNT = 32;

  private static final float[] SCALES = {0.1f, 1f, 10f, 100f};

  private GoldenRows() {}

  /** Spread evenly over a file's rows, in the model's own order of features. */
  public static float[] of(RowFile file, ModelRef ref, List<String> features) {
    FeatureBinding binding = FeatureBinding.of(ref, features, file.features());
    int count = Math.min(COUNT, file.count());
    float[] rows = new float[count * features.size()];
    for (int i = 0; i < count; i++) {
      int chosen = (int) ((long) i * file.count() / count);
      binding.project(file.rows(), chosen * file.features().size(), rows, i * features.size());
    }
    return rows;
  }

  /** Made up: uniform in ± 0.1 to ± 100, none missing; the same for the same seed. */
  public static float[] seeded(int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[COUNT * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = SCALES[i / columns % SCALES.length] * (2 * random.nextFloat() - 1);
    }
    return rows;
  }
}
