package io.atomstreams.operators.rollout;

import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import java.util.function.Supplier;

/**
 * What one scoring subtask owes the others while a transition is under way.
 *
 * <pre>
 *   free ──staged──► bound to a horizon ──an event reaches it──► bound to a further one
 *     ▲                      │                                          │
 *     └──────── the transition is decided ──────────────────────────────┘
 * </pre>
 *
 * <p>A bound subtask scores no event at or after its horizon before it has read the log up to a new
 * promise of its own. An activation that stands before that promise is thus seen in time; one
 * behind it, for an earlier time than the promise, is void for everybody ({@link Timeline}). So
 * whatever happens in between (a slow subtask, a late message, a restart), no event is scored by
 * two line-ups. The price is one append, some milliseconds, when event time reaches the horizon
 * before the transition is decided; each renewal reaches twice as far as the one before.
 *
 * <p>Belongs to one thread.
 */
public final class Pledge {

  private static final long FREE = Long.MAX_VALUE;
  private static final int MOST_DOUBLINGS = 20;

  private final String scorer;
  private final int subtask;
  private final int subtasks;
  private final long leadMillis;
  private final Supplier<Timeline> timeline;
  private final ModelLog.Connection log;
  private long horizon = FREE;
  private int number;
  private int renewal;
  private long stagedMillis;

  /**
   * Free.
   *
   * @param leadMillis event time between the latest scored event and the first horizon, 1 or more
   * @param timeline follows what the log's listener was handed
   */
  public Pledge(
      String scorer,
      int subtask,
      int subtasks,
      long leadMillis,
      Supplier<Timeline> timeline,
      ModelLog.Connection log) {
    if (leadMillis < 1) {
      throw new IllegalArgumentException("the lead is " + leadMillis + " ms, must be 1 or more");
    }
    this.scorer = scorer;
    this.subtask = subtask;
    this.subtasks = subtasks;
    this.leadMillis = leadMillis;
    this.timeline = timeline;
    this.log = log;
  }

  /**
   * The version of a transition is warm here: binds this subtask and says so.
   *
   * @param scoredUntil event time of the latest event that was scored here, or by whoever had its
   *     keys before; {@link Long#MIN_VALUE}: none
   */
  public void give(int transition, long warmAfterMillis, long scoredUntil) {
    number = transition;
    renewal = 0;
    stagedMillis = warmAfterMillis;
    promise(scoredUntil == Long.MIN_VALUE ? scoredUntil : scoredUntil + leadMillis);
  }

  /** The version of a transition cannot be served here: says so, and owes nothing. */
  public void refuse(int transition, String reason) {
    log.append(new Promise(scorer, transition, subtask, subtasks, 0, Long.MIN_VALUE, 0, reason));
  }

  /** To be called before an event of this time is assigned to a line-up. */
  public void keep(long ts) {
    while (ts >= horizon) {
      if (isDecided()) {
        horizon = FREE;
      } else {
        renewal++;
        promise(ts + (leadMillis << Math.min(renewal, MOST_DOUBLINGS)));
      }
    }
  }

  /** How often the subtask had to renew its promise in the present transition. */
  public int renewals() {
    return renewal;
  }

  private void promise(long until) {
    log.append(new Promise(scorer, number, subtask, subtasks, renewal, until, stagedMillis, ""));
    horizon = isDecided() ? FREE : until;
  }

  private boolean isDecided() {
    return timeline
        .get()
        .pending()
        .filter(transition -> transition.request().number() == number)
        .isEmpty();
  }
}
