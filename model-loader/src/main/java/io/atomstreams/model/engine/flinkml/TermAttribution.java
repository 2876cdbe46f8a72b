package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.ModelException;

/**
 * The terms of a logistic regression, against the row of missing values: {@code coefficientᵢ × (xᵢ
 * − missingᵢ)}, both scaled. Exact, at the cost of a score.
 */
final class TermAttribution implements Attribution {

  private final FlinkMlModel model;
  private final SavedPipeline pipeline;
  private final LogisticRegression regression;
  private final double[] missing;

  TermAttribution(FlinkMlModel model, SavedPipeline pipeline, LogisticRegression regression) {
    this.model = model;
    this.pipeline = pipeline;
    this.regression = regression;
    this.missing = pipeline.scaledMissing();
  }

  @Override
  public String method() {
    return "linear";
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public Link link() {
    return Link.LOGIT;
  }

  @Override
  public void attribute(float[] rows, int rowCount, double[] out) {
    int columns = missing.length;
    model.requireBatch(
        rows, rowCount, new float[Math.max(0, rowCount) * model.signature().outputWidth()]);
    if (out.length < (long) rowCount * (columns + 1)) {
      throw new ModelException(
          "the output holds %d values, the contributions of %d rows need %d"
              .formatted(out.length, rowCount, (long) rowCount * (columns + 1)));
    }
    double base = regression.logit(missing);
    for (int row = 0; row < rowCount; row++) {
      double[] x = pipeline.scaled(rows, row * columns);
      int start = row * (columns + 1);
      for (int i = 0; i < columns; i++) {
        out[start + i] = regression.coefficient()[i] * (x[i] - missing[i]);
      }
      out[start + columns] = base;
    }
  }
}
