package io.atomstreams.model.engine.flinkml;

import java.util.List;

/**
 * {@code LogisticRegressionModel}: the probability of the positive class is {@code 1 / (1 + exp(−x
 * · coefficient))}, there is no intercept, and the prediction is 1 from a product of 0 on. Its data
 * are the coefficient and a version; builds after 2.3 write segments instead, each with where it
 * begins and ends before the version, and both are read.
 */
record LogisticRegression(double[] coefficient) implements Predictor {

  static final String KIND = "LogisticRegressionModel";
  static final String PROBABILITY = "probability";
  static final String PREDICTION = "prediction";

  static LogisticRegression read(SavedStage stage) {
    List<ModelBytes> parts = stage.data();
    ModelBytes first = parts.get(0);
    double[] values = first.vector();
    if (parts.size() == 1 && first.remaining() == Long.BYTES) {
      return new LogisticRegression(values);
    }
    Segments segments = new Segments();
    segments.add(first, values);
    for (ModelBytes part : parts) {
      while (part.hasMore()) {
        segments.add(part, part.vector());
      }
    }
    return new LogisticRegression(segments.whole(first));
  }

  @Override
  public int inputs() {
    return coefficient.length;
  }

  @Override
  public List<Result> results() {
    return List.of(
        new Result(PROBABILITY, 1), new Result(PREDICTION, 1), new Result("rawPrediction", 2));
  }

  /** The product of the vector and the coefficient: the logit of the probability. */
  double logit(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * coefficient[i];
    }
    return sum;
  }

  @Override
  public double[] predict(double[] x) {
    double logit = logit(x);
    double probability = 1 / (1 + Math.exp(-logit));
    return new double[] {probability, logit >= 0 ? 1 : 0, 1 - probability, probability};
  }
}
