package io.atomstreams.model.engine.runtime;

/** A loaded artifact that a native runtime can run. Many threads may call it at once. */
public interface NativeCall extends AutoCloseable {

  /**
   * Runs a batch that has been checked against the signature.
   *
   * @param rows holds {@code rowCount} rows of features
   * @param rowCount 1 or more
   * @param out receives {@code rowCount × outputWidth} values
   */
  void run(float[] rows, int rowCount, float[] out);

  /** Frees what the runtime holds. Called once, when no call is running. */
  @Override
  void close();
}
