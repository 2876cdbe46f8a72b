/**
 * Models for places without this platform, a browser, a till, a phone: the stored version as
 * portable JSON or ONNX, with rows and the results they must give ({@link
 * io.atomstreams.model.export.ModelExport}). What each engine's files are in these forms stands in
 * the list {@link io.atomstreams.model.export.PortableForms}.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine} with {@code linear}, {@code mlp} and
 * {@code trees}, {@code onnx}, {@code registry} and Jackson. Read {@code ModelExport} first.
 */
package io.atomstreams.model.export;
