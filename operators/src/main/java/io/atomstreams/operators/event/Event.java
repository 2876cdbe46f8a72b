package io.atomstreams.operators.event;

import java.util.List;

/**
 * What every event says, whatever its topic.
 *
 * <p>{@code ts} is event time in milliseconds since the epoch, UTC. {@code customerId} is {@code
 * null} where the customer is unknown (a guest's order). {@code repaired} names the rules that have
 * put another value into it, in their order; of nearly all events it is empty.
 */
public sealed interface Event permits SalesEvent, CustomerEvent {

  String tenant();

  String eventId();

  EventType type();

  int schemaVersion();

  long ts();

  String customerId();

  List<String> repaired();

  /** The same event, said to be repaired by one more rule. */
  Event repairedBy(String rule);
}
