/**
 * Multi-layer perceptrons in plain Java, read from a portable {@code network.json}: the same
 * network that TensorFlow serves, without its library, and some fifty times faster for one row.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code explain} and Jackson. Read {@link
 * io.atomstreams.model.engine.mlp.NetworkWeights} first.
 */
package io.atomstreams.model.engine.mlp;
