/**
 * Online features: an algebra of mergeable accumulators over sliced windows, and one packed value
 * per entity.
 *
 * <p>Read {@link io.atomstreams.operators.feature.Aggregation} for the algebra, {@link
 * io.atomstreams.operators.feature.SliceTable} for how windows of an hour to a year share one
 * table, {@link io.atomstreams.operators.feature.EntityState} for what is kept per entity, and
 * {@link io.atomstreams.operators.feature.EntityStage} for what an event does to it. No class here
 * knows Flink. Imports the JDK, {@code event}, {@code state}, {@code anomaly} and the model
 * loader's {@code FeatureListHash}.
 */
package io.atomstreams.operators.feature;
