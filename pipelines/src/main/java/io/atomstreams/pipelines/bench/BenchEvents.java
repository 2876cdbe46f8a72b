package io.atomstreams.pipelines.bench;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.pipelines.feed.EventJson;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Events of exactly {@link #BYTES} bytes: customers drawn evenly, a stated share of orders, the
 * rest views, searches and carts; event time passes at 0.8 events a customer and day. A function of
 * the event's number alone.
 */
final class BenchEvents implements Iterator<FeedEvent> {

  static final int BYTES = 263;

  private static final String TENANT = "bench";
  private static final long START = 1_767_225_600_000L;
  private static final double EVENTS_PER_CUSTOMER_DAY = 0.8;
  private static final double DAY_MS = 86_400_000;
  private static final EventType[] ACTIVITIES = {
    EventType.PAGE_VIEW,
    EventType.PAGE_VIEW,
    EventType.PAGE_VIEW,
    EventType.SEARCH,
    EventType.CART_ADD,
    EventType.CART_REMOVE
  };
  private static final String PAD = "x".repeat(BYTES);

  private final long events;
  private final int customers;
  private final double orders;
  private long number;

  BenchEvents(long events, int customers, double orders) {
    this.events = events;
    this.customers = customers;
    this.orders = orders;
  }

  @Override
  public boolean hasNext() {
    return number < events;
  }

  @Override
  public FeedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are only " + events + " events");
    }
    long i = number++;
    String customer = "c" + Math.floorMod(mix(3 * i), (long) customers);
    long ts = START + (long) (i * DAY_MS / (customers * EVENTS_PER_CUSTOMER_DAY));
    boolean order = (mix(3 * i + 1) >>> 11) * 0x1p-53 < orders;
    int missing = BYTES - EventJson.write(event(order, i, customer, ts, "", "")).length;
    int half = missing / 2;
    byte[] json =
        EventJson.write(
            event(order, i, customer, ts, PAD.substring(0, half), PAD.substring(half, missing)));
    EventType.Stream stream = order ? EventType.Stream.SALES : EventType.Stream.CUSTOMER;
    return new FeedEvent(stream, TENANT + "|" + customer, ts, json);
  }

  private static Event event(
      boolean order, long i, String customer, long ts, String device, String channel) {
    long draw = mix(3 * i + 2);
    String sku = "s" + Math.floorMod(draw, 10_000L);
    if (order) {
      long price = 500 + Math.floorMod(draw >>> 16, 5_000L);
      int qty = 1 + (int) Math.floorMod(draw >>> 32, 3L);
      OrderLine line = new OrderLine(sku, qty, price, OrderLine.UNKNOWN_COST, 0);
      return new SalesEvent(
          TENANT,
          "e" + i,
          EventType.ORDER_PLACED,
          1,
          ts,
          customer,
          "o" + i,
          "EUR",
          List.of(line),
          SalesEvent.NO_AMOUNT,
          null,
          null,
          device,
          channel);
    }
    EventType type = ACTIVITIES[(int) Math.floorMod(draw >>> 40, (long) ACTIVITIES.length)];
    return new CustomerEvent(
        TENANT, "e" + i, type, 1, ts, customer, null, sku, null, device, channel);
  }

  /** The finaliser of SplitMix64: every number gives an independent looking draw. */
  private static long mix(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
