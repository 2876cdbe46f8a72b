package io.atomstreams.model;

/**
 * A model in memory, immutable once opened: rows of features in, one probability per row out.
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
   * @param out receives {@code rowCount} probabilities in [0, 1]; it may be longer, the rest is not
   *     touched
   * @throws ModelException if an array is too short, or the model has been closed
   */
  void score(float[] rows, int rowCount, float[] out);

  /** Frees what the model holds. Closing twice does nothing more. */
  @Override
  void close();
}
