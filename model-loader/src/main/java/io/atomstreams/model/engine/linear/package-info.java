/**
 * Linear and generalised linear models in plain Java: what learners publish, for tests, and to fall
 * back on where no native library runs.
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@link
 * io.atomstreams.model.engine.linear.LinearWeights} first.
 */
package io.atomstreams.model.engine.linear;
