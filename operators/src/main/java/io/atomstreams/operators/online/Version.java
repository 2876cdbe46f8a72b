package io.atomstreams.operators.online;

/**
 * A learner as it is to be registered.
 *
 * @param model the name of the model that its versions are of
 * @param number whole minutes from 1970 to the cut: the same cut has the same number, whichever run
 *     comes to it
 * @param at the cut, event time, ms
 * @param state what was learned, all shards together
 * @param account of the examples it was learned from
 * @param rows of examples before the cut, one after the other; a few
 */
public record Version(
    String learner,
    String model,
    int number,
    long at,
    byte[] state,
    Account account,
    float[] rows) {

  /** A minute in ms: the least interval between two versions. */
  public static final long MINUTE = 60_000;
}
