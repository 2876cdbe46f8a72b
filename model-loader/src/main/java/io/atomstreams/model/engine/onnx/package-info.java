/**
 * ONNX models, run by ONNX Runtime directly: one thread per call, input and output arrays in memory
 * that is used again.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine.runtime} and ONNX Runtime. Read {@link
 * io.atomstreams.model.engine.onnx.OnnxEngine} first.
 */
package io.atomstreams.model.engine.onnx;
