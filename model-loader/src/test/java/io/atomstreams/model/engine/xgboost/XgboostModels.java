package io.atomstreams.model.engine.xgboost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Small models that XGBoost trains and saves itself, and what it says with them. */
public final class XgboostModels {

  private final int columns;
  private final Booster booster;

  private XgboostModels(int columns, Booster booster) {
    this.columns = columns;
    this.booster = booster;
  }

  /** Trains on one thread; the same rows, labels and options give the same model. */
  public static XgboostModels train(
      float[] rows, int columns, float[] labels, int rounds, Map<String, Object> options) {
    try {
      DMatrix matrix = new DMatrix(rows, labels.length, columns, Float.NaN);
      matrix.setLabel(labels);
      Map<String, Object> all = new HashMap<>(Map.of("nthread", 1, "seed", 3));
      all.putAll(options);
      Booster booster = XGBoost.train(matrix, all, rounds, Map.of(), null, null);
      matrix.dispose();
      return new XgboostModels(columns, booster);
    } catch (XGBoostError e) {
      throw new AssertionError(e);
    }
  }

  public XgboostModels named(List<String> features) {
    try {
      booster.setFeatureNames(features.toArray(new String[0]));
      return this;
    } catch (XGBoostError e) {
      throw new AssertionError(e);
    }
  }

  /** The file, in the format {@code json} or {@code ubj}. */
  public byte[] bytes(String format) {
    try {
      return booster.toByteArray(format);
    } catch (XGBoostError e) {
      throw new AssertionError(e);
    }
  }

  public void save(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(XgboostEngine.JSON_FILE), bytes("json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it predicts, flat, by way of a matrix of its own. */
  public float[] predict(float[] rows, int count) {
    return flat(rows, count, false);
  }

  /** Its own contributions, flat, of each class in turn. */
  public float[] contributions(float[] rows, int count) {
    return flat(rows, count, true);
  }

  private float[] flat(float[] rows, int count, boolean contributions) {
    try {
      DMatrix matrix = new DMatrix(Arrays.copyOf(rows, count * columns), count, columns, Float.NaN);
      float[][] values =
          contributions ? booster.predictContrib(matrix, 0) : booster.predict(matrix);
      matrix.dispose();
      float[] flat = new float[count * values[0].length];
      for (int i = 0; i < count; i++) {
        System.arraycopy(values[i], 0, flat, i * values[0].length, values[0].length);
      }
      return flat;
    } catch (XGBoostError e) {
      throw new AssertionError(e);
    }
  }
}
