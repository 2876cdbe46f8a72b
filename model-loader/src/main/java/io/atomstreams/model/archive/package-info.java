/**
 * Model files that arrive packed: {@link io.atomstreams.model.archive.ArtifactArchive} unpacks a
 * {@code .zip} or {@code .tar.gz} within limits.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code registry} (the limits) and Commons Compress.
 */
package io.atomstreams.model.archive;
