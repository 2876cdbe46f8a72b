package io.atomstreams.pipelines.scoring;

import java.util.List;

/** Names under which a savepoint keeps each operator's state: for ever. */
final class ScoringUids {

  static final String EVENTS = "events";
  static final String CONTRACT = "contract";
  static final String FEATURES = "features";
  static final String BACKFILL = "backfill";
  static final String KEY_GROUPS = "key-groups";
  static final String ENTITIES = "entities";
  static final String COMPONENTS = "components";
  static final String ASSEMBLY = "assembly";
  static final String SCORING = "scoring";
  static final String OUTPUTS = "outputs";

  /** Those of every scoring job. */
  static final List<String> ALWAYS =
      List.of(
          EVENTS, BACKFILL, KEY_GROUPS, FEATURES, SCORING, OUTPUTS, "Sink Committer: " + OUTPUTS);

  private ScoringUids() {}

  /** Of the first scorer the one it had while there could be no other. */
  static String scoring(int place, String scorer) {
    return place == 0 ? SCORING : SCORING + "-" + scorer;
  }
}
