/**
 * TensorFlow SavedModels, opened by DJL and run on TensorFlow's own tensors: input arrays in memory
 * that is used again, output arrays freed with the call, one thread per call.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine.runtime}, DJL, TensorFlow and JavaCPP.
 * Read {@link io.atomstreams.model.engine.tensorflow.TensorFlowEngine} first.
 */
package io.atomstreams.model.engine.tensorflow;
