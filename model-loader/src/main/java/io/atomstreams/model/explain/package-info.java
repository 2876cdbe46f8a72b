/**
 * What each feature adds to a score, for models that cannot say so themselves: Shapley values by
 * {@link io.atomstreams.model.explain.ShapleyAttribution}, a local linear stand-in by {@link
 * io.atomstreams.model.explain.LocalSurrogate}; both against a few rows that stand for everybody,
 * the {@link io.atomstreams.model.explain.Background}. Read {@code ShapleyAttribution} first.
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson.
 */
package io.atomstreams.model.explain;
