/**
 * Models that Flink ML 2.2 or 2.3 has saved: logistic regression, k-means and the standard scaler,
 * alone or as a pipeline. The files are read as they are; neither Flink nor Flink ML is needed,
 * whose readers want a running job or Flink's own serializers.
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@link
 * io.atomstreams.model.engine.flinkml.FlinkMlEngine} first.
 */
package io.atomstreams.model.engine.flinkml;
