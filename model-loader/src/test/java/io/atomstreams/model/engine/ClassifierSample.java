package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.training.TinyNetworks;
import java.util.Arrays;
import java.util.List;

/**
 * A softmax over classes: with a label and the highest logit beside the probabilities, or alone.
 *
 * @param kernel row-major, {@link #COLUMNS} × {@link #CLASSES}
 * @param bias one per class
 */
public record ClassifierSample(float[] kernel, float[] bias) {

  public static final int COLUMNS = 7;
  public static final int CLASSES = 5;
  public static final String INPUT = "features";
  public static final String PROBABILITIES = "probabilities";
  public static final String LABEL = "label";
  public static final String LOGIT = "highest_logit";

  public static ClassifierSample random(long seed) {
    return new ClassifierSample(
        TinyNetworks.smallWeights(COLUMNS * CLASSES, seed),
        TinyNetworks.smallWeights(CLASSES, seed + 1));
  }

  /** The probabilities alone; the score is that of class 2. */
  public EngineSample classes() {
    return new EngineSample(
        new ModelSignature(
            List.of(TensorSpec.floatRows(INPUT, COLUMNS)),
            List.of(TensorSpec.floatRows(PROBABILITIES, CLASSES)),
            TinyNetworks.features(COLUMNS),
            new Score(PROBABILITIES, 2, Kind.PROBABILITY)),
        row -> softmax(logits(row)));
  }

  /** The label (int64), the probabilities and the highest logit (float64). */
  public EngineSample outputs() {
    return new EngineSample(
        new ModelSignature(
            List.of(TensorSpec.floatRows(INPUT, COLUMNS)),
            List.of(
                new TensorSpec(LABEL, ElementType.INT64, List.of(-1L)),
                TensorSpec.floatRows(PROBABILITIES, CLASSES),
                new TensorSpec(LOGIT, ElementType.FLOAT64, List.of(-1L))),
            TinyNetworks.features(COLUMNS),
            new Score(PROBABILITIES, 2, Kind.PROBABILITY)),
        this::all);
  }

  private double[] all(float[] row) {
    double[] logits = logits(row);
    int label = 0;
    for (int k = 1; k < CLASSES; k++) {
      label = logits[k] > logits[label] ? k : label;
    }
    double[] result = new double[CLASSES + 2];
    result[0] = label;
    System.arraycopy(softmax(logits), 0, result, 1, CLASSES);
    result[CLASSES + 1] = logits[label];
    return result;
  }

  private double[] logits(float[] row) {
    double[] logits = new double[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      logits[k] = bias[k];
      for (int i = 0; i < COLUMNS; i++) {
        logits[k] += row[i] * kernel[i * CLASSES + k];
      }
    }
    return logits;
  }

  private static double[] softmax(double[] logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
  }
}
