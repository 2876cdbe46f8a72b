package io.atomstreams.operators.event;

/**
 * What the learning job reads. A record that cannot be read comes as the {@link DeadLetter} it is
 * to become.
 */
public sealed interface LearningInput permits FeatureRecord, Prediction, Feedback, DeadLetter {

  /** In place of the event time of what has none; moves no watermark. */
  long NO_TIME = Long.MIN_VALUE;

  SourcePosition source();

  /** Event time, ms, or {@link #NO_TIME}. */
  long ts();

  /** Under which key it is on its way: its entity's, or one of a few without meaning. */
  String home();
}
