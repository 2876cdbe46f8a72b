package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import java.time.Instant;
import java.util.List;

/** Events of one customer, as tests need them: everything but type, id, time and value is fixed. */
public final class EntityEvents {

  /** A Monday, at the start of a slice of every tier. */
  public static final long START = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

  public static final long MINUTE = 60_000;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  private EntityEvents() {}

  /** An event whose lines, where its topic has lines, are worth {@code value} minor units. */
  public static Event event(EventType type, String id, long ts, long value) {
    return type.stream() == EventType.Stream.SALES
        ? sale("acme", "c1", type, id, ts, value)
        : activity("acme", "c1", type, id, ts, name(value));
  }

  /** One of six names, one of them empty and one none. */
  private static String name(long value) {
    return value % 6 == 0 ? null : value % 6 == 1 ? "" : "d" + value % 6;
  }

  public static SalesEvent order(String id, long ts, long value) {
    return sale("acme", "c1", EventType.ORDER_PLACED, id, ts, value);
  }

  public static SalesEvent sale(
      String tenant, String customer, EventType type, String id, long ts, long value) {
    List<OrderLine> lines =
        List.of(
            new OrderLine("sku-1", 1, value / 3, OrderLine.UNKNOWN_COST, 0),
            new OrderLine("sku-2", 2, value - value / 3, 7, value - value / 3));
    return new SalesEvent(
        tenant,
        id,
        type,
        1,
        ts,
        customer,
        "order-" + id,
        "EUR",
        lines,
        -1,
        "card",
        null,
        name(value),
        null);
  }

  public static CustomerEvent activity(
      String tenant, String customer, EventType type, String id, long ts) {
    return activity(tenant, customer, type, id, ts, null);
  }

  private static CustomerEvent activity(
      String tenant, String customer, EventType type, String id, long ts, String device) {
    return new CustomerEvent(
        tenant, id, type, 1, ts, customer, device, "sku-1", null, device, "web");
  }
}
