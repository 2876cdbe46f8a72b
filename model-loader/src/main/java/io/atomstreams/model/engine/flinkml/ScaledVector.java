package io.atomstreams.model.engine.flinkml;

import java.util.List;

/** A pipeline that ends in a scaler, or a scaler alone: the vector itself is the result. */
record ScaledVector(int inputs) implements Predictor {

  @Override
  public List<Result> results() {
    return List.of(new Result("output", inputs));
  }

  @Override
  public double[] predict(double[] x) {
    return x.clone();
  }
}
