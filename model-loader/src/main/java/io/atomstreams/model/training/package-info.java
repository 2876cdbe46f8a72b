/**
 * Training: rows are cut by time ({@link io.atomstreams.model.training.TimeSplit}), any
 * architecture of {@code network} is trained on them ({@link
 * io.atomstreams.model.training.NetworkTrainer}), measured against something simpler on the later
 * period and exported as a frozen SavedModel. Two whole runs: {@link
 * io.atomstreams.model.training.TrainingRun} for rows of features with a label, beside a logistic
 * regression, and {@link io.atomstreams.model.training.ForecastRun} for series, beside the seasonal
 * naive forecast.
 *
 * <p>The same rows, options and seed give the same weights. Imports {@code io.atomstreams.model},
 * {@code network} and TensorFlow. Read {@code TrainingRun} first.
 */
package io.atomstreams.model.training;
