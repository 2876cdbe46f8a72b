package io.atomstreams.operators.alerting;

import io.atomstreams.operators.event.Alert.Severity;

/**
 * What is sent of one or more alerts. Every alert is counted in exactly one notification: the sum
 * of {@code alerts} over all that were sent, and of what the desk still holds, is the number of
 * alerts.
 *
 * @param id a function of tenant, rule, entity, the incident's begin and the number of
 *     notifications of it before: the same when it is written again
 * @param kind why it is sent
 * @param rule the rule's id; empty for {@link Kind#HELD_BACK}
 * @param entity key, {@code tenant|id}; empty if it is about more than one
 * @param severity the highest of the incident so far
 * @param alerts that are counted here and nowhere else, 0 or more
 * @param entities that it is about, 1 or more; of a summary: incidents with news that were held
 *     back
 * @param priority expected cost times the severity's weight; what was sent first
 * @param message one sentence with the numbers in it
 * @param since event time of the incident's first alert, ms
 * @param until event time of its last one, ms
 * @param ts event time at which it is sent, ms
 */
public record Notification(
    String id,
    String tenant,
    Kind kind,
    String rule,
    String entity,
    Severity severity,
    long alerts,
    int entities,
    double priority,
    String message,
    long since,
    long until,
    long ts) {

  /** Why something is sent. */
  public enum Kind {
    /** The first alert of an incident. */
    OPENED,
    /** It became critical. */
    ESCALATED,
    /** It goes on. */
    REPEATED,
    /** There was silence for long enough. */
    RESOLVED,
    /** What was held back in an interval, and how many. */
    HELD_BACK
  }
}
