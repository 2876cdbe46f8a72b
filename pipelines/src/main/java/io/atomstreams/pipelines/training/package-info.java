/**
 * From a feature log to a model in the directory: what {@code atom train} does. Start with {@link
 * io.atomstreams.pipelines.training.PurchaseTraining}.
 */
package io.atomstreams.pipelines.training;
