package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.training.TinyNetworks;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded rows with labels that depend on them non-linearly, on what is missing too: for libraries
 * that train in a test.
 */
public record ShopRows(int columns, int count, float[] rows) {

  public static ShopRows of(int columns, int count, long seed) {
    return new ShopRows(columns, count, TinyNetworks.rows(count, columns, seed));
  }

  /** As many zeros as a matrix of counts has. */
  public ShopRows sparse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] zeros = rows.clone();
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = random.nextInt(3) == 0 ? 0 : zeros[i];
    }
    return new ShopRows(columns, count, zeros);
  }

  private double meaning(int row) {
    double sum = 0;
    for (int i = 0; i < Math.min(columns, 5); i++) {
      float x = rows[row * columns + i];
      sum += Float.isNaN(x) ? 0.7 * i - 1 : Math.signum(x) * Math.log1p(Math.abs(x)) / (i + 1);
    }
    float first = rows[row * columns];
    float last = rows[row * columns + columns - 1];
    return sum + (first > 3 && last < 0 ? 3 : 0);
  }

  public float[] values() {
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (float) (20 * meaning(i));
    }
    return labels;
  }

  /** 0 up to below {@code classes}. */
  public float[] classes(int classes) {
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      double share = 1 / (1 + Math.exp(1.5 - meaning(i)));
      labels[i] = (float) Math.min(classes - 1, Math.floor(share * classes));
    }
    return labels;
  }

  public List<String> features() {
    return TinyNetworks.features(columns);
  }

  /** One output of as many values, the last of which is the score. */
  public ModelSignature signature(int outputs, ModelSignature.Kind kind) {
    return new ModelSignature(
        List.of(TensorSpec.floatRows("features", columns)),
        List.of(TensorSpec.floatRows("out", outputs)),
        features(),
        new ModelSignature.Score("out", outputs - 1, kind));
  }
}
