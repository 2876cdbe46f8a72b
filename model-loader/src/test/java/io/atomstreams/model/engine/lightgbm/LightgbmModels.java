package io.atomstreams.model.engine.lightgbm;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small models that LightGBM trains and saves itself, and what it says with them. */
public final class LightgbmModels {

  private static final String QUIET = " num_threads=1 verbosity=-1 deterministic=true seed=3 ";

  static {
    loadWrapper();
  }

  private final int columns;
  private final LGBMBooster booster;

  private LightgbmModels(int columns, LGBMBooster booster) {
    this.columns = columns;
    this.booster = booster;
  }

  /** It unpacks its library to the same place in all processes, over one that another runs from. */
  private static void loadWrapper() {
    String shared = System.getProperty("java.io.tmpdir");
    try {
      Path own = Files.createTempDirectory("lightgbm-training");
      System.setProperty("java.io.tmpdir", own.toString());
      LGBMBooster.loadNative();
      for (String file : own.toFile().list()) {
        Files.delete(own.resolve(file));
      }
      Files.delete(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.setProperty("java.io.tmpdir", shared);
    }
  }

  /**
   * Trains on one thread; the same rows, labels and options give the same model.
   *
   * @param features empty to leave the columns without names
   */
  public static LightgbmModels train(
      float[] rows,
      int columns,
      float[] labels,
      int rounds,
      String options,
      List<String> features) {
    try {
      LGBMDataset data =
          LGBMDataset.createFromMat(rows, labels.length, columns, true, QUIET + options, null);
      data.setField("label", labels);
      if (!features.isEmpty()) {
        data.setFeatureNames(features.toArray(new String[0]));
      }
      LGBMBooster booster = LGBMBooster.create(data, QUIET + options);
      for (int round = 0; round < rounds; round++) {
        booster.updateOneIter();
      }
      return new LightgbmModels(columns, booster);
    } catch (LGBMException e) {
      throw new AssertionError(e);
    }
  }

  public String text() {
    try {
      return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
    } catch (LGBMException e) {
      throw new AssertionError(e);
    }
  }

  public void save(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(LightgbmEngine.MODEL_FILE), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it predicts; for one output, the wrapper has no room for more than two. */
  public float[] predict(float[] rows, int count) {
    double[] values = call(rows, count, PredictionType.C_API_PREDICT_NORMAL);
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Its own contributions, for one output. */
  public double[] contributions(float[] rows, int count) {
    return call(rows, count, PredictionType.C_API_PREDICT_CONTRIB);
  }

  private double[] call(float[] rows, int count, PredictionType type) {
    try {
      float[] exact = Arrays.copyOf(rows, count * columns);
      return booster.predictForMat(exact, count, columns, true, type, "num_threads=1");
    } catch (LGBMException e) {
      throw new AssertionError(e);
    }
  }
}
