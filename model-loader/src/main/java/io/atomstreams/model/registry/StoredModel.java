package io.atomstreams.model.registry;

import java.nio.file.Path;

/**
 * A model version whose files have been found complete and unchanged, where an engine can open
 * them. Until closed, its files are not taken out of the cache.
 *
 * @param manifest what it says of itself
 * @param artifacts the directory an engine opens
 * @param hold on the files
 */
public record StoredModel(ModelManifest manifest, Path artifacts, Runnable hold)
    implements AutoCloseable {

  /** Lets the files go; they stay in the cache while there is room. */
  @Override
  public void close() {
    hold.run();
  }
}
