/**
 * From a finished training, or from files made elsewhere, to a model version that can be served:
 * {@link io.atomstreams.model.packaging.ModelPackager}, {@link
 * io.atomstreams.model.packaging.ForecastPackager} for forecasters, and {@link
 * io.atomstreams.model.packaging.ModelRegistration}.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code training}, {@code network}, {@code onnx}, {@code
 * engine}, its {@code mlp}, {@code explain} and {@code registry}: it is the one place that knows
 * both how a model is made and how it is kept, so that training itself knows TensorFlow only.
 */
package io.atomstreams.model.packaging;
