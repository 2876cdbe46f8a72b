package io.atomstreams.operators.event;

/** What the scoring job writes: each kind goes to its own topic, all of them in one transaction. */
public sealed interface Output
    permits FeatureRecord,
        Prediction,
        Alert,
        DeadLetter,
        Acknowledgement,
        Exposure,
        Explanation,
        Importance {

  /** The input record this was derived from. */
  SourcePosition source();

  /**
   * Whether it is said beside what became of the event, as far as the load allows: no part of the
   * account, and not compared in a replay.
   */
  default boolean isSide() {
    return false;
  }
}
