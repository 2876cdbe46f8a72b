/**
 * Models as ONNX files: networks ({@link io.atomstreams.model.onnx.OnnxNetwork}), plain layers
 * ({@link io.atomstreams.model.onnx.OnnxDense}) and trees ({@link
 * io.atomstreams.model.onnx.OnnxTrees}). Only written here; ONNX Runtime and browsers read them.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code network}, the classes of the ONNX format and
 * protobuf. Read {@code OnnxNetwork} first.
 */
package io.atomstreams.model.onnx;
