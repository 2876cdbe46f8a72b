/**
 * Training: a {@link io.atomstreams.model.training.TrainingSet} is cut by time ({@link
 * io.atomstreams.model.training.TimeSplit}), a small network is trained on it ({@link
 * io.atomstreams.model.training.MlpTrainer}), measured against a logistic regression on the later
 * period ({@link io.atomstreams.model.training.Evaluation}) and exported as a frozen SavedModel.
 *
 * <p>The same rows, options and seed give the same weights. Imports {@code io.atomstreams.model},
 * TensorFlow and JavaCPP. Read {@link io.atomstreams.model.training.TrainingRun} first.
 */
package io.atomstreams.model.training;
