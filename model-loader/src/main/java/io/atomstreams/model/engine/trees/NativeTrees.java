package io.atomstreams.model.engine.trees;

/** An ensemble in the memory of another library. {@link NativeTreesModel} minds its lifetime. */
public interface NativeTrees extends AutoCloseable {

  /**
   * Scores a flat batch of one row or more; the arrays are long enough. Many threads may call it at
   * once.
   */
  void score(float[] rows, int rowCount, float[] out);

  /** Called once, with no call under way and none to come. */
  @Override
  void close();
}
