package io.atomstreams.pipelines.chaos.load;

/** What is the matter with those who send. */
public enum Mood {
  /** The usual faults: some repeat themselves, some are late, some send what is no event. */
  PLAIN,
  /** Nothing that comes is an event. */
  POISON,
  /** Nine of ten events are of one customer. */
  SKEWED,
  /** The clock of one shop in ten runs ahead: some by two days, some by a century. */
  AHEAD
}
