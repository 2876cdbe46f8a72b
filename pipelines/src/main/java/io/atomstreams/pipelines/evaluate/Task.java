package io.atomstreams.pipelines.evaluate;

/** What is to be predicted. */
public enum Task {
  /** One of several classes. */
  CLASSIFY,
  /** A number. */
  REGRESS
}
