/**
 * From a finished training to a model version that can be served: {@link
 * io.atomstreams.model.packaging.ModelPackager}, and {@link
 * io.atomstreams.model.packaging.ForecastPackager} for forecasters.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code training}, {@code network}, {@code onnx}, {@code
 * engine}, {@code registry} and Jackson: it is the one place that knows both how a model is made
 * and how it is kept, so that training itself knows TensorFlow only.
 */
package io.atomstreams.model.packaging;
