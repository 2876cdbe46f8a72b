package io.atomstreams.model.serving;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.registry.ModelManifest;

/**
 * The last phase: a self-tested, warm model bound to the served features. It belongs to the scorer
 * that has it ready and is valid until that lets it go.
 */
public final class ServedModel {

  private static final int DIGEST_DIGITS = 16;

  private final Lease lease;
  private final ModelManifest manifest;
  private final ModelRef ref;
  private final FeatureBinding binding;
  private final String versionText;
  private final String digest;
  private final int width;
  private final int column;
  private final ModelExplainer explainer;
  private float[] results = {};

  ServedModel(
      Lease lease, ModelManifest manifest, FeatureBinding binding, ModelExplainer explainer) {
    this.lease = lease;
    this.manifest = manifest;
    this.ref = manifest.ref();
    this.binding = binding;
    this.versionText = ref.toString();
    this.digest = manifest.digest().substring(0, DIGEST_DIGITS);
    ModelSignature signature = lease.model().signature();
    this.width = signature.outputWidth();
    this.column = signature.scoreColumn();
    this.explainer = explainer;
  }

  public ModelRef ref() {
    return ref;
  }

  /** The reference as text, {@code purchase_30d@1}; made once, for records. */
  public String versionText() {
    return versionText;
  }

  /** The first 16 digits of {@link ModelManifest#digest}: what the model computes, for records. */
  public String digest() {
    return digest;
  }

  public ModelManifest manifest() {
    return manifest;
  }

  /** The length of one of the model's rows. */
  public int featureCount() {
    return manifest.features().size();
  }

  /** The length of the vector it was made ready for. */
  public int servedCount() {
    return binding.servedCount();
  }

  /** For each of the model's features, its index in the served vector. A copy. */
  public int[] projection() {
    return binding.projection();
  }

  /**
   * Copies one served vector into a batch.
   *
   * @param served starts at {@code servedOffset} with the features it was made ready for
   * @param rows the batch; row {@code rowIndex} receives the model's own features, in its order
   */
  public void project(float[] served, int servedOffset, float[] rows, int rowIndex) {
    binding.project(served, servedOffset, rows, rowIndex * featureCount());
  }

  /**
   * Scores a batch of projected rows.
   *
   * @param out receives a score a row: of all that the model computes, the column that its
   *     signature names
   */
  public void score(float[] rows, int rowCount, float[] out) {
    if (width == 1) {
      lease.model().score(rows, rowCount, out);
      return;
    }
    if (results.length < rowCount * width) {
      results = new float[rowCount * width];
    }
    lease.model().score(rows, rowCount, results);
    for (int row = 0; row < rowCount; row++) {
      out[row] = results[row * width + column];
    }
  }

  /** Who explains its scores, of projected rows; every model has one. */
  public ModelExplainer explainer() {
    return explainer;
  }

  void retire() {
    lease.close();
  }

  @Override
  public String toString() {
    return versionText;
  }
}
