package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import java.util.TreeMap;

/** The latest cut of each shard of a learner. For one thread. */
public final class Shards {

  final TreeMap<Integer, Cut> cuts = new TreeMap<>();
  long due = Fold.NEVER;

  /** The layout of the cuts' states. */
  final String layout;

  Shards(String layout) {
    this.layout = layout;
  }
}
