package io.atomstreams.model;

import java.util.Optional;

/**
 * A model in memory, immutable once opened: rows of features in, a score and what else it computes
 * out.
 *
 * <p>{@link #score} may be called by many threads at once: the subtasks of a job share one copy.
 * The output of a row does not depend on the other rows of the batch, on its place in it, on the
 * size of the batch or on other callers: the same row gives the same bits. {@link #close} waits for
 * the calls in flight; after it, {@link #score} throws.
 */
public interface Model extends AutoCloseable {

  /** Inputs, outputs and the ordered feature list. Constant cost. */
  ModelSignature signature();

  /**
   * Scores a flat batch.
   *
   * @param rows row-major, {@code rowCount × featureCount} values in the order of {@link
   *     ModelSignature#features()}; {@code NaN} means missing; it may be longer, the rest is not
   *     read
   * @param rowCount 0 or more
   * @param out row-major, receives {@code rowCount × outputWidth} values, a row as {@link
   *     ModelSignature#outputWidth} lays it out; it may be longer, the rest is not touched
   * @throws ModelException if an array is too short, or the model has been closed
   */
  void score(float[] rows, int rowCount, float[] out);

  /**
   * How this model tells what each feature adds to a score; empty if it has no method of its own.
   * Valid until the model is closed.
   */
  default Optional<Attribution> attribution() {
    return Optional.empty();
  }

  /**
   * How a row goes through the model's trees; empty if it has none. Valid until the model is
   * closed.
   */
  default Optional<DecisionPaths> decisionPaths() {
    return Optional.empty();
  }

  /** Frees what the model holds. Closing twice does nothing more. */
  @Override
  void close();
}
