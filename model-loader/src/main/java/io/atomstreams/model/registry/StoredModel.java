package io.atomstreams.model.registry;

import java.nio.file.Path;

/**
 * A model version whose files have been found complete and unchanged.
 *
 * @param manifest what it says of itself
 * @param artifacts the directory an engine opens
 */
public record StoredModel(ModelManifest manifest, Path artifacts) {}
