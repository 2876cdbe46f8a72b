package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.promotion.PairedEvidence;
import java.util.TreeMap;

/** A scorer's champion and what is known of each challenger against it. For one thread. */
public final class Contest {

  /** The champion's version; empty before the first. */
  String champion = "";

  /** By version. */
  final TreeMap<String, PairedEvidence> challengers = new TreeMap<>();

  /** When the standing is due next, event time, ms. */
  long due = Fold.NEVER;
}
