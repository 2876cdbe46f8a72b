/**
 * Intervals and sets that hold the truth as often as they say, with labels that come late. {@link
 * io.atomstreams.operators.conformal.Threshold} is the role: how large a score has to be to stay
 * outside; {@link io.atomstreams.operators.conformal.Thresholds} lists the ways to choose it;
 * {@link io.atomstreams.operators.conformal.IntervalScore} and {@link
 * io.atomstreams.operators.conformal.PredictionSets} make intervals and sets of it. Imports the JDK
 * and {@code state}; {@code DelayedThreshold} is the class to read first.
 */
package io.atomstreams.operators.conformal;
