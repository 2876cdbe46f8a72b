package io.atomstreams.operators.event;

import java.util.ArrayList;
import java.util.List;

/**
 * Something a customer did outside of an order.
 *
 * @param sessionId the client's own session, {@code null} if not said (sessions that features count
 *     are cut by time, not by this)
 * @param sku the article looked at or put into the cart, {@code null} if none
 * @param text search query, review or ticket text, {@code null} if none
 */
public record CustomerEvent(
    String tenant,
    String eventId,
    EventType type,
    int schemaVersion,
    long ts,
    String customerId,
    String sessionId,
    String sku,
    String text,
    String device,
    String channel,
    List<String> repaired)
    implements Event {

  /** An event that no rule has repaired. */
  public CustomerEvent(
      String tenant,
      String eventId,
      EventType type,
      int schemaVersion,
      long ts,
      String customerId,
      String sessionId,
      String sku,
      String text,
      String device,
      String channel) {
    this(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        sessionId,
        sku,
        text,
        device,
        channel,
        List.of());
  }

  @Override
  public CustomerEvent repairedBy(String rule) {
    List<String> rules = new ArrayList<>(repaired);
    rules.add(rule);
    return new CustomerEvent(
        tenant,
        eventId,
        type,
        schemaVersion,
        ts,
        customerId,
        sessionId,
        sku,
        text,
        device,
        channel,
        List.copyOf(rules));
  }
}
