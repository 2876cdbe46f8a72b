/**
 * Models made elsewhere on their way into the registry, and what they are worth offline: {@link
 * io.atomstreams.pipelines.registration.ModelCard} says what a file cannot say of itself, {@link
 * io.atomstreams.pipelines.registration.OfflineModel} scores the rows of a training set, {@link
 * io.atomstreams.pipelines.registration.ScoreComparison} holds two models' scores side by side.
 *
 * <p>Imports {@code config}, {@code training} and the model-loader. Read {@code ModelCard} first.
 */
package io.atomstreams.pipelines.registration;
