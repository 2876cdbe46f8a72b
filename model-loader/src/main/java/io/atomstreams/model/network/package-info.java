/**
 * Networks as plain data: a formula ({@link io.atomstreams.model.network.Architecture}, listed in
 * {@link io.atomstreams.model.network.Architectures}), its weights, what is done to a row before
 * and after it, and what it learns ({@link io.atomstreams.model.network.Objective}). The formula is
 * written once, over {@link io.atomstreams.model.network.Operations}; {@code training} and {@code
 * export} say what these are in TensorFlow and in ONNX.
 *
 * <p>Imports {@code io.atomstreams.model}. Read {@code Operations}, then {@link
 * io.atomstreams.model.network.Network}.
 */
package io.atomstreams.model.network;
