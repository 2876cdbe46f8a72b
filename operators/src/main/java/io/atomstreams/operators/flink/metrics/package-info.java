/**
 * Registers with Flink what {@link io.atomstreams.operators.metrics.AtomMetric} declares, under its
 * names, with its bounds on the values of labels. Imports that list and Flink. Begin with {@link
 * io.atomstreams.operators.flink.metrics.AtomMetrics}.
 */
package io.atomstreams.operators.flink.metrics;
