/**
 * What the explanations of many predictions say together: {@link
 * io.atomstreams.operators.explain.FeatureImportance}. Imports the JDK only; how one prediction is
 * explained is the model's business.
 */
package io.atomstreams.operators.explain;
