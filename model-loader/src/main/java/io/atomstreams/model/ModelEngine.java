package io.atomstreams.model;

import java.nio.file.Path;

/**
 * What turns stored artifacts into a {@link Model}. Stateless; one per library, listed in {@code
 * engine.Engines}. The role lives here, and not beside that list, so that each engine's package
 * depends on these words alone.
 */
public interface ModelEngine {

  /** The name a manifest uses, for example {@code tensorflow}. */
  String name();

  /**
   * Opens a model. Tens of milliseconds; the first model of a native engine also loads the library,
   * which can take seconds.
   *
   * @param ref for messages
   * @param signature what the model promises; the artifact is checked against it
   * @param artifacts the directory with the model's files, already verified
   * @throws ModelException if files are missing, or the artifact does not keep the signature
   */
  Model open(ModelRef ref, ModelSignature signature, Path artifacts);
}
