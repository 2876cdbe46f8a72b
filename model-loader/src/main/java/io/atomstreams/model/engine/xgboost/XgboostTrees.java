package io.atomstreams.model.engine.xgboost;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.trees.NativeTrees;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A booster in native memory. It predicts in place, which any number of threads may do at once and
 * which sums the trees of each row in the same order whatever the batch; each call runs in its
 * caller's thread. {@code NaN} is missing.
 */
final class XgboostTrees implements NativeTrees {

  private final ModelRef ref;
  private final int columns;
  private final Booster booster;

  private XgboostTrees(ModelRef ref, int columns, Booster booster) {
    this.ref = ref;
    this.columns = columns;
    this.booster = booster;
  }

  /**
   * Loads a file that {@link XgboostFile} has let pass.
   *
   * @throws ModelException if XGBoost refuses it
   */
  static XgboostTrees load(ModelRef ref, int columns, byte[] file) {
    try {
      return new XgboostTrees(ref, columns, LoadingThread.call(() -> booster(file)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkageError missing) {
        throw missing;
      }
      throw new ModelException("XGBoost cannot load the model: " + firstLine(e.getCause()), e);
    }
  }

  private static Booster booster(byte[] file) throws XGBoostError, IOException {
    Booster booster = XGBoost.loadModel(file);
    booster.setParam("nthread", 1);
    return booster;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    float[][] scores;
    try {
      scores = booster.inplace_predict(rows, rowCount, columns, Float.NaN);
    } catch (XGBoostError e) {
      throw new ModelException("model " + ref + ": XGBoost cannot score: " + firstLine(e), e);
    }
    int width = scores[0].length;
    for (int row = 0; row < rowCount; row++) {
      System.arraycopy(scores[row], 0, out, row * width, width);
    }
  }

  /** The library adds its stack to its messages. */
  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
