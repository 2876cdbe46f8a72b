package io.atomstreams.model.engine.mlp;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Optional;

/**
 * The formula of {@link NetworkWeights} in single precision. A batch goes through the layers in
 * blocks of rows, so that a layer's weights are read once from memory for a whole block. Nothing is
 * shared between calls but the weights.
 */
final class MlpModel implements Model {

  private static final int BLOCK = 32;

  private final ModelRef ref;
  private final ModelSignature signature;
  private final InputScaling scaling;
  private final DenseKernel[] layers;
  private final int widest;
  private final Optional<Attribution> attribution;
  private volatile boolean closed;

  MlpModel(ModelRef ref, ModelSignature signature, NetworkWeights weights) {
    this.ref = ref;
    this.signature = signature;
    this.scaling = new InputScaling(weights);
    this.layers = weights.layers().stream().map(DenseKernel::new).toArray(DenseKernel[]::new);
    int width = signature.featureCount();
    for (DenseKernel layer : layers) {
      width = Math.max(width, layer.outputs());
    }
    this.widest = width;
    this.attribution =
        RescaleAttribution.explains(weights)
            ? Optional.of(new RescaleAttribution(this, scaling, layers))
            : Optional.empty();
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    requireBatch(rows, rowCount, out);
    int outputs = layers[layers.length - 1].outputs();
    int block = Math.min(BLOCK, rowCount);
    float[] values = new float[block * widest];
    float[] next = new float[block * widest];
    for (int row = 0; row < rowCount; row += BLOCK) {
      int count = Math.min(BLOCK, rowCount - row);
      scaling.apply(rows, row * signature.featureCount(), count, values);
      for (DenseKernel layer : layers) {
        layer.sums(values, count, next);
        layer.activate(next, count);
        float[] free = values;
        values = next;
        next = free;
      }
      System.arraycopy(values, 0, out, row * outputs, count * outputs);
    }
  }

  /** Refuses a call to a closed model, and arrays that are too short. */
  void requireBatch(float[] rows, int rowCount, float[] out) {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
    signature.requireBatch(ref, rows, rowCount, out);
  }

  /** For an array of contributions that does not hold {@code rowCount} rows of {@code width}. */
  ModelException tooShort(int length, int rowCount, int width) {
    return new ModelException(
        "model %s: the output holds %d values, the contributions of %d rows of %d need %d"
            .formatted(ref, length, rowCount, width, (long) rowCount * width));
  }

  @Override
  public Optional<Attribution> attribution() {
    return attribution;
  }

  @Override
  public void close() {
    closed = true;
  }
}
