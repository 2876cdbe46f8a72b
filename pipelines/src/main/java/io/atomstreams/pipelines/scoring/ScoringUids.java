package io.atomstreams.pipelines.scoring;

/** Names under which a savepoint keeps each operator's state: for ever. */
final class ScoringUids {

  static final String EVENTS = "events";
  static final String FEATURES = "features";
  static final String ENTITIES = "entities";
  static final String ASSEMBLY = "assembly";
  static final String SCORING = "scoring";
  static final String OUTPUTS = "outputs";

  private ScoringUids() {}
}
