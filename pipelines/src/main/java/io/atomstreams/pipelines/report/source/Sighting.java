package io.atomstreams.pipelines.report.source;

import io.atomstreams.pipelines.connector.Topic;

/**
 * One record as it was read back.
 *
 * @param value the record of this topic; {@link Refusal} for a dead letter
 * @param at by the archive's clock, ms; {@link #NO_TIME} where it has none
 * @param latencyMicros from the source's read to the broker's taking it; {@link #NO_TIME} where
 *     that cannot be told
 */
public record Sighting(Topic topic, Object value, long at, long latencyMicros) {

  public static final long NO_TIME = Long.MIN_VALUE;

  public boolean hasTime() {
    return at != NO_TIME;
  }

  public boolean hasLatency() {
    return latencyMicros != NO_TIME;
  }

  /**
   * A dead letter, without the bytes.
   *
   * @param tenant of its key; empty where it names none
   * @param topic it was read from
   * @param ofEvent whether it was an event; else it was something that the learning job reads
   */
  public record Refusal(String reason, String tenant, String topic, boolean ofEvent) {

    /** An installation's own topics without events are known by name; its mapped ones are not. */
    static Refusal of(String reason, String tenant, String topic, String prefix) {
      boolean ofEvent =
          Topic.of(prefix, topic)
              .map(known -> known == Topic.SALES_EVENTS || known == Topic.CUSTOMER_EVENTS)
              .orElse(true);
      return new Refusal(reason, tenant, topic, ofEvent);
    }
  }
}
