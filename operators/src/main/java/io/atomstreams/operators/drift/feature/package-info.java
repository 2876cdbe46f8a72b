/**
 * Have the inputs changed? {@link io.atomstreams.operators.drift.feature.FeatureDrift} compares
 * windows of vectors with a reference, feature by feature, and keeps the share of false findings
 * low over all features and rounds. Imports the JDK, {@code state} and {@code drift} for the tails
 * of distributions.
 */
package io.atomstreams.operators.drift.feature;
