package io.atomstreams.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What turns stored artifacts into a {@link Model}. Stateless; one per library, listed in {@code
 * engine.Engines}. The role lives here, and not beside that list, so that each engine's package
 * depends on these words alone.
 */
public interface ModelEngine {

  /** The name a manifest uses, for example {@code tensorflow}. */
  String name();

  /**
   * Looks into a model's files without running anything of them: whether they could do more than
   * compute (read files, call out), hold numbers that are none, or are not what this engine reads.
   * Called before {@link #open} wherever a model comes from outside.
   *
   * @param artifacts the directory with the model's files, their checksums verified
   * @throws ModelException naming the defect
   */
  default void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {}

  /**
   * The named arrays that a model's files state themselves; empty where they state none.
   *
   * @throws ModelException if the files cannot be read
   */
  default Optional<StatedArrays> statedArrays(ModelRef ref, Path artifacts) {
    return Optional.empty();
  }

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
