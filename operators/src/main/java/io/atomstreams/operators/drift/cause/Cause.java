package io.atomstreams.operators.drift.cause;

/** What makes a model's loss change, in the order in which it is looked for. */
public enum Cause {
  /** Values are missing, zero or stuck that were not: the data is broken, not the world. */
  DATA_BREAK,
  /** Answers that were due have not come: losses are of those that came early. */
  LABEL_DELAY,
  /** The same hours or days of earlier cycles were like this. */
  SEASON,
  /** Positives have become more or less common; positives and negatives each look as before. */
  PRIOR_SHIFT,
  /** The same inputs have other answers. */
  CONCEPT_DRIFT,
  /** Other inputs have become common; their answers are what the model says. */
  COVARIATE_SHIFT,
  /** Nothing that is known explains the alarm. */
  UNEXPLAINED
}
