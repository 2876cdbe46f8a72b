package io.atomstreams.operators.learning.pool;

import java.io.Serializable;

/**
 * What happened to one configuration of a {@link Halving}.
 *
 * @param example after how many examples of the pool
 * @param id of the configuration, counted from 1
 * @param learner its text: {@code name:key=value,key=value}
 * @param reason one sentence with the numbers in it
 */
public record PoolEvent(long example, Kind kind, int id, String learner, String reason)
    implements Serializable {

  /** What can happen. */
  public enum Kind {
    /** It joined, drawn at random or near a good one. */
    BORN,
    /** It is the best now, on evidence. */
    PROMOTED,
    /** It is worse than the best, on evidence. */
    REFUTED,
    /** There was no budget for it in the next rung. */
    DROPPED
  }
}
