package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.Options;

/**
 * Streaming random patches (Gomes, Read, Bifet 2019, "Streaming random patches for evolving data
 * stream classification"): as {@link AdaptiveRandomForest}, but the attributes are chosen once for
 * a whole tree, and anew for each tree that takes a place.
 *
 * <p>Options: those of {@link AdaptiveRandomForest} but {@code subspace}; in its place {@code
 * patch} (0.6): the part of the attributes a tree uses, in (0, 1], rounded up.
 */
public final class StreamingRandomPatches extends AdaptiveForest {

  private static final long serialVersionUID = 1;

  public StreamingRandomPatches(Schema schema, Options options) {
    super(schema, settings(schema.width(), options), "learning.streaming-random-patches");
  }

  private static ForestSettings settings(int width, Options options) {
    double patch = options.number("patch", 0.6);
    Settings.require(patch > 0 && patch <= 1, "patch", patch, "above 0, at most 1");
    return ForestSettings.of(options, (int) Math.ceil(patch * width), width);
  }
}
