/**
 * What the jobs measure, declared in one list: name, kind, unit, labels with the bound of their
 * values, meaning. Pure description: {@code flink.metrics} registers by it, the reference and the
 * tests read it. Imports the JDK only. Begin with {@link
 * io.atomstreams.operators.metrics.AtomMetric}.
 */
package io.atomstreams.operators.metrics;
