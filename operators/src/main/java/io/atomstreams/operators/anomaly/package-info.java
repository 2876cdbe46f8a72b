/**
 * Detectors of what is out of the ordinary for one entity. Start with {@link
 * io.atomstreams.operators.anomaly.RobustOutlier}. Imports the JDK, {@code event} and {@code
 * state}.
 */
package io.atomstreams.operators.anomaly;
