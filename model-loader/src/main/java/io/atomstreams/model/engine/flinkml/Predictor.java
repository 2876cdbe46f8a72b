package io.atomstreams.model.engine.flinkml;

import java.util.List;

/** The last stage of a pipeline: from a vector to results. */
interface Predictor {

  /** A result by name, with its number of values a row. */
  record Result(String name, int width) {}

  /** How many values it takes. */
  int inputs();

  /** What it gives, in the order in which {@link #predict} does. */
  List<Result> results();

  /** All results of one row, one behind the other. */
  double[] predict(double[] x);
}
