/**
 * Frozen TensorFlow SavedModels, run through DJL: one flat array per batch, one memory scope per
 * batch, one thread per call.
 *
 * <p>Imports {@code io.atomstreams.model}, DJL, TensorFlow and JavaCPP. Read {@link
 * io.atomstreams.model.engine.tensorflow.TensorFlowEngine} first.
 */
package io.atomstreams.model.engine.tensorflow;
