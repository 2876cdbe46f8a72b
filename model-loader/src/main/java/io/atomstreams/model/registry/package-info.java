/**
 * Where models rest: a registry of immutable versions ({@link
 * io.atomstreams.model.registry.ModelRegistry}) over any store of files ({@link
 * io.atomstreams.model.registry.ModelFiles}), each described by a signed {@code manifest.json}
 * ({@link io.atomstreams.model.registry.ModelManifest}) with checksums, metrics, lineage and golden
 * vectors, and a verified cache on this machine ({@link
 * io.atomstreams.model.registry.ArtifactCache}).
 *
 * <p>Imports {@code io.atomstreams.model} and Jackson. Read {@code ModelManifest}, then {@code
 * ModelRegistry}.
 */
package io.atomstreams.model.registry;
