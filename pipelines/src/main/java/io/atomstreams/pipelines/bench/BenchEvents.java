package io.atomstreams.pipelines.bench;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.pipelines.feed.EventJson;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Events of exactly {@link #BYTES} bytes: customers and products drawn evenly or by Zipf's law, a
 * stated share of orders, the rest views, searches and carts; event time passes at 0.8 events a
 * customer and day. A function of the event's number alone.
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
  private static final int PRODUCTS = 10_000;

  /** Beyond any customers' number and no factor of one: spreads the ranks over the names. */
  private static final long SPREAD = 2_654_435_761L;

  // every event ends with two texts that are as long as is missing
  private static final int BEHIND_DEVICE = "\",\"channel\":\"\"}".length();
  private static final int BEHIND_CHANNEL = "\"}".length();

  private final Workload workload;
  private final ZipfRanks customerRanks;
  private final ZipfRanks productRanks;
  private final BitSet customersDrawn = new BitSet();
  private final BitSet productsDrawn = new BitSet();
  private long number;

  BenchEvents(Workload workload) {
    this.workload = workload;
    boolean even = workload.skew() == 0;
    customerRanks = even ? null : new ZipfRanks(workload.customers(), workload.skew());
    productRanks = even ? null : new ZipfRanks(PRODUCTS, workload.skew());
  }

  /** How many different customers the events so far are of. */
  int customersDrawn() {
    return customersDrawn.cardinality();
  }

  /** How many different products the events so far name. */
  int productsDrawn() {
    return productsDrawn.cardinality();
  }

  @Override
  public boolean hasNext() {
    return number < workload.events();
  }

  @Override
  public FeedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are only " + workload.events() + " events");
    }
    long i = number++;
    int customers = workload.customers();
    int drawn = drawn(mix(3 * i), customers, customerRanks);
    customersDrawn.set(drawn);
    String customer = "c" + drawn;
    long ts = START + (long) (i * DAY_MS / (customers * EVENTS_PER_CUSTOMER_DAY));
    boolean order = uniform(mix(3 * i + 1)) < workload.orders();
    byte[] json = padded(EventJson.write(event(order, i, customer, ts)));
    EventType.Stream stream = order ? EventType.Stream.SALES : EventType.Stream.CUSTOMER;
    return new FeedEvent(stream, TENANT + "|" + customer, ts, json);
  }

  /** Fills device and channel, which are empty and come last, up to {@link #BYTES}. */
  private static byte[] padded(byte[] json) {
    int missing = BYTES - json.length;
    if (missing < 0) {
      throw new IllegalStateException(
          "an event of %d bytes cannot be one of %d".formatted(json.length, BYTES));
    }
    int device = json.length - BEHIND_DEVICE;
    int channel = json.length - BEHIND_CHANNEL;
    int half = missing / 2;
    byte[] padded = new byte[BYTES];
    Arrays.fill(padded, (byte) 'x');
    System.arraycopy(json, 0, padded, 0, device);
    System.arraycopy(json, device, padded, device + half, channel - device);
    System.arraycopy(json, channel, padded, BYTES - BEHIND_CHANNEL, BEHIND_CHANNEL);
    return padded;
  }

  private static int drawn(long draw, int of, ZipfRanks ranks) {
    return ranks == null
        ? (int) Math.floorMod(draw, (long) of)
        : (int) (ranks.rank(uniform(draw)) * SPREAD % of);
  }

  private static double uniform(long draw) {
    return (draw >>> 11) * 0x1p-53;
  }

  private Event event(boolean order, long i, String customer, long ts) {
    long draw = mix(3 * i + 2);
    int product = drawn(productRanks == null ? draw : mix(~draw), PRODUCTS, productRanks);
    productsDrawn.set(product);
    String sku = "s" + product;
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
          "",
          "");
    }
    EventType type = ACTIVITIES[(int) Math.floorMod(draw >>> 40, (long) ACTIVITIES.length)];
    return new CustomerEvent(TENANT, "e" + i, type, 1, ts, customer, null, sku, null, "", "");
  }

  /** The finaliser of SplitMix64: every number gives an independent looking draw. */
  private static long mix(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
