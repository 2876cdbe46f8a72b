package io.atomstreams.operators.online;

/**
 * One shard of a learner as it stood when a version was due.
 *
 * @param at the cut, event time, ms: all examples before it are in
 * @param state what was learned, as {@link io.atomstreams.operators.state.NestedState} writes it
 * @param account of the examples it was learned from
 * @param rows of examples before the cut, one after the other, newest last; a few
 */
public record Cut(String learner, int shard, long at, byte[] state, Account account, float[] rows)
    implements Lesson {}
