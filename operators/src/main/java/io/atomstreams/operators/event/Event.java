package io.atomstreams.operators.event;

/**
 * What every event says, whatever its topic.
 *
 * <p>{@code ts} is event time in milliseconds since the epoch, UTC. {@code customerId} is {@code
 * null} where the customer is unknown (a guest's order).
 */
public sealed interface Event permits SalesEvent, CustomerEvent {

  String tenant();

  String eventId();

  EventType type();

  int schemaVersion();

  long ts();

  String customerId();
}
