package io.atomstreams.model.engine.trees;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;

/** Holds an ensemble against the signature its manifest promises. */
public final class EnsembleFit {

  private EnsembleFit() {}

  /**
   * Refuses an ensemble with other features, another number of outputs, or another kind of score.
   *
   * @param what the ensemble in words, for messages: a file's name or an objective
   * @throws ModelException naming both sides
   */
  public static void require(ModelSignature signature, TreeEnsemble ensemble, String what) {
    if (!ensemble.features().equals(signature.features())) {
      throw new ModelException(
          "%s has the features %s, the manifest %s; train and save a new version"
              .formatted(what, ensemble.features(), signature.features()));
    }
    if (ensemble.outputs() != signature.outputWidth()) {
      throw new ModelException(
          "%s gives %d values a row, the manifest has the outputs %s"
              .formatted(what, ensemble.outputs(), signature.resultNames()));
    }
    if (signature.score().kind() == ModelSignature.Kind.PROBABILITY
        && !ensemble.link().givesProbabilities()) {
      throw new ModelException(
          "%s gives any number, the manifest calls its output %s a probability"
              .formatted(what, signature.score().output()));
    }
  }
}
