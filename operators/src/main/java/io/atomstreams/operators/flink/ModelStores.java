package io.atomstreams.operators.flink;

import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryFiles;
import io.atomstreams.model.registry.ModelFiles;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Opens a registry by where it is: a path or a {@code file:} URI is a directory, any other URI,
 * such as {@code s3://bucket/models}, goes through Flink's file systems.
 */
public final class ModelStores {

  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private ModelStores() {}

  /** A registry with the user's cache. Does not look whether anything is there. */
  public static ModelRegistry open(String location, Trust trust) {
    return open(location, trust, ArtifactCache.ofUser());
  }

  /** A registry with a cache of one's own. */
  public static ModelRegistry open(String location, Trust trust, ArtifactCache cache) {
    return new ModelRegistry(files(location), cache, trust, ArtifactLimits.DEFAULT);
  }

  private static ModelFiles files(String location) {
    if (!URI_WITH_SCHEME.matcher(location).matches()) {
      return new DirectoryFiles(Path.of(location));
    }
    URI uri = URI.create(location);
    return uri.getScheme().equals("file")
        ? new DirectoryFiles(Path.of(uri))
        : new FlinkFiles(location);
  }
}
