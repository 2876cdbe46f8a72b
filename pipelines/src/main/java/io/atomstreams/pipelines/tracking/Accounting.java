package io.atomstreams.pipelines.tracking;

import io.atomstreams.operators.validation.RejectionReason;
import java.util.SortedMap;

/**
 * The account of a set of input positions. In a finished job {@code in = scored + updatedOnly +
 * duplicates + deadLetters}; while one runs, what is still under way counts as lost.
 *
 * @param in input positions
 * @param scored positions whose event was scored
 * @param updatedOnly positions whose event was taken in and not scored
 * @param duplicates positions whose event id had been seen before
 * @param deadLetters positions that became dead letters, by reason code, late ones included
 * @param predictions of scored positions, one of each scorer
 * @param alerts alerts with different ids
 * @param lost input positions without an outcome
 * @param doubled outcomes, predictions and alerts there are more than once; always 0 where the last
 *     record wins
 * @param missingPredictions predictions that scored positions lack
 * @param unexpected outcomes of positions that are no input
 * @param orphanPredictions predictions for positions that were not scored; always 0 where the last
 *     record wins, since an aborted attempt may leave some behind
 * @param unreadable output records that could not be read
 */
public record Accounting(
    long in,
    long scored,
    long updatedOnly,
    long duplicates,
    SortedMap<String, Long> deadLetters,
    long predictions,
    long alerts,
    long lost,
    long doubled,
    long missingPredictions,
    long unexpected,
    long orphanPredictions,
    long unreadable) {

  /** Dead letters of all reasons. */
  public long allDeadLetters() {
    return deadLetters.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Dead letters that came later than their entity's clock allows. */
  public long late() {
    return deadLetters.getOrDefault(RejectionReason.LATE.code(), 0L);
  }

  /** True if every input position has exactly one outcome and every score its prediction. */
  public boolean exact() {
    return lost == 0
        && doubled == 0
        && missingPredictions == 0
        && unexpected == 0
        && orphanPredictions == 0
        && unreadable == 0;
  }
}
