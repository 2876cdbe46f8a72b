/**
 * Where models rest: a directory of immutable versions ({@link
 * io.atomstreams.model.registry.ModelDirectory}), each described by a {@code manifest.json} ({@link
 * io.atomstreams.model.registry.ModelManifest}) with checksums, metrics and golden vectors.
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@code ModelManifest} first.
 */
package io.atomstreams.model.registry;
