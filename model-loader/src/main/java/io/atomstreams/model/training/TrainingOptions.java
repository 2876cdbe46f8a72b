package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;

/**
 * How a network is trained, whatever its architecture.
 *
 * @param learningRate Adam's step, in (0, 1)
 * @param l2 weight of the squared kernels in the loss, in [0, 1)
 * @param clipNorm the largest Euclidean norm of all gradients together; a longer gradient is
 *     shortened to it (Pascanu, Mikolov, Bengio 2013); above 0
 * @param batchSize rows per step, 2 or more
 * @param maxEpochs 1 or more
 * @param patience epochs without improvement on the later period before giving up, 1 or more
 * @param seed of the initial weights, of the order of the rows and of dropout
 */
public record TrainingOptions(
    float learningRate,
    float l2,
    float clipNorm,
    int batchSize,
    int maxEpochs,
    int patience,
    long seed) {

  /** Beyond what a healthy step of a small network has; a safeguard, not a setting. */
  static final float WIDE_CLIP_NORM = 5;

  public TrainingOptions {
    requireAll(learningRate, l2, batchSize, maxEpochs, patience);
    require(clipNorm > 0, "clipNorm", clipNorm, "above 0");
  }

  /** Step 0.002, L2 1e-5, clipped at 5, batches of 256, 60 epochs, patience 6. */
  public static TrainingOptions defaults(long seed) {
    return new TrainingOptions(2e-3f, 1e-5f, WIDE_CLIP_NORM, 256, 60, 6, seed);
  }

  /**
   * The same with batches of which an epoch of {@code rows} has 32 or more, of 16 rows at least.
   */
  public static TrainingOptions defaults(long seed, int rows) {
    int batch = Math.max(16, Math.min(256, rows / 32));
    return new TrainingOptions(2e-3f, 1e-5f, WIDE_CLIP_NORM, batch, 60, 6, seed);
  }

  static void requireAll(float learningRate, float l2, int batchSize, int maxEpochs, int patience) {
    require(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "in (0, 1)");
    require(l2 >= 0 && l2 < 1, "l2", l2, "in [0, 1)");
    require(batchSize >= 2, "batchSize", batchSize, "2 or more");
    require(maxEpochs >= 1, "maxEpochs", maxEpochs, "1 or more");
    require(patience >= 1, "patience", patience, "1 or more");
  }

  static void require(boolean holds, String option, Object value, String rule) {
    if (!holds) {
      throw new ModelException("training: " + option + " is " + value + ", it must be " + rule);
    }
  }
}
