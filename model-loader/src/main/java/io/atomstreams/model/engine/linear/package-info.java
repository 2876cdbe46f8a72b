/**
 * Logistic regression in plain Java: for tests, and to fall back on where no native library runs.
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@link
 * io.atomstreams.model.engine.linear.LinearWeights} first.
 */
package io.atomstreams.model.engine.linear;
