package io.atomstreams.pipelines.scoring;

import java.util.List;

/** Names under which a savepoint keeps each operator's state: for ever. */
final class ScoringUids {

  static final String EVENTS = "events";
  static final String CONTRACT = "contract";
  static final String FEATURES = "features";
  static final String ENTITIES = "entities";
  static final String ASSEMBLY = "assembly";
  static final String SCORING = "scoring";
  static final String OUTPUTS = "outputs";

  /** Those of every scoring job. */
  static final List<String> ALWAYS =
      List.of(EVENTS, FEATURES, SCORING, OUTPUTS, "Sink Committer: " + OUTPUTS);

  private ScoringUids() {}
}
