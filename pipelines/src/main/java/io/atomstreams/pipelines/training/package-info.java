/**
 * From a feature log to rows with labels, and from those to a model in the directory: what {@code
 * atom training-set} and {@code atom train} do; series from a file; trainings that are asked for on
 * a topic ({@link io.atomstreams.pipelines.training.TrainingDesk}). Start with {@link
 * io.atomstreams.pipelines.training.RowSelection}, then {@link
 * io.atomstreams.pipelines.training.PurchaseTraining}.
 */
package io.atomstreams.pipelines.training;
