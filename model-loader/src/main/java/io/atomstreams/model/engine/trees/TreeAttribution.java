package io.atomstreams.model.engine.trees;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Optional;

/** {@link TreeShap} as the attribution of a model, valid as long as that model is open. */
public final class TreeAttribution implements Attribution {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final Link link;
  private final TreeShap shap;
  private final Runnable requireOpen;

  private TreeAttribution(
      ModelRef ref, ModelSignature signature, Link link, TreeShap shap, Runnable requireOpen) {
    this.ref = ref;
    this.signature = signature;
    this.link = link;
    this.shap = shap;
    this.requireOpen = requireOpen;
  }

  /**
   * The attribution of the column that the signature calls the score; empty for three classes and
   * more.
   *
   * @param requireOpen throws when the model has been closed
   */
  public static Optional<Attribution> of(
      ModelRef ref, ModelSignature signature, TreeEnsemble ensemble, Runnable requireOpen) {
    Link link =
        switch (ensemble.link()) {
          case IDENTITY, PROBABILITY -> Link.IDENTITY;
          case LOGIT, SOFTMAX -> Link.LOGIT;
        };
    return TreeShap.of(ensemble, signature.scoreColumn())
        .map(shap -> new TreeAttribution(ref, signature, link, shap, requireOpen));
  }

  @Override
  public String method() {
    return "tree_shap";
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public void attribute(float[] rows, int rowCount, double[] out) {
    requireOpen.run();
    signature.requireAttribution(ref, rows, rowCount, out);
    shap.explain(rows, rowCount, out);
  }
}
