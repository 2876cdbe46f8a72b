package io.atomstreams.pipelines.chaos.load;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.EventJson;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sales and customer events of ten shops. An event is a function of seed, number and mood: nothing
 * is remembered, so the hundred-millionth costs what the first does and any can be made again.
 * Event time passes at two events a customer and day, for ninety years.
 */
public final class LoadEvents {

  /**
   * What the events are about.
   *
   * @param customers how many there are, 1 or more
   * @param orders share of events that are orders, and so scored
   */
  public record Options(long seed, int customers, double orders) {
    public Options {
      if (customers < 1) {
        throw new IllegalArgumentException("customers is " + customers + ", must be at least 1");
      }
      if (!(orders >= 0 && orders <= 1)) {
        throw new IllegalArgumentException("orders is " + orders + ", must be a share, 0 to 1");
      }
    }
  }

  private static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final double EVENTS_PER_CUSTOMER_DAY = 2;
  private static final double DAY = Duration.ofDays(1).toMillis();
  private static final long LATE = Duration.ofDays(3).toMillis();
  private static final long AHEAD = Duration.ofDays(2).toMillis();
  private static final long FAR_AHEAD = Duration.ofDays(36_500).toMillis();
  private static final int DAYS = 90 * 365; // before what is far ahead of the first
  private static final int SHOPS = 10;
  private static final int ARTICLES = 10_000;
  private static final int REPEATS_WITHIN = 2_000;

  private static final EventType[] ACTIVITIES = {
    EventType.PAGE_VIEW, EventType.PAGE_VIEW, EventType.SEARCH, EventType.CART_ADD, EventType.LOGIN
  };

  // shares of the usual faults, one after the other in the unit interval
  private static final double REPEATED = 0.01;
  private static final double NO_EVENT = REPEATED + 0.005;
  private static final double BEHIND = NO_EVENT + 0.01;
  private static final double GUEST = BEHIND + 0.02;

  private final Options options;

  public LoadEvents(Options options) {
    this.options = options;
  }

  /**
   * A clock by which no event is ahead of its time but those that are meant to be: it stands where
   * the last of them may be.
   */
  public static EventClock clock() {
    return new EventClock(0, START + (long) (DAYS * DAY), 1e-3);
  }

  /** How many there are before that clock's time. */
  public long most() {
    return (long) (DAYS * EVENTS_PER_CUSTOMER_DAY * options.customers());
  }

  /** The event of a number, 0 or more. */
  public FeedEvent event(long number, Mood mood) {
    CounterRandom random = new CounterRandom(CounterRandom.mix(options.seed() ^ mixed(number)));
    double fault = random.nextDouble();
    if (fault < REPEATED) {
      // the one that is repeated is drawn as if it were itself no repetition
      long back = 1L + random.nextInt(REPEATS_WITHIN);
      return regular(Math.max(0, number - back), mood, 1);
    }
    if (mood == Mood.POISON || fault < NO_EVENT) {
      return noEvent(number, random);
    }
    return regular(number, mood, fault);
  }

  private static long mixed(long number) {
    return CounterRandom.mix(number + 1);
  }

  private FeedEvent noEvent(long number, CounterRandom random) {
    String key = "shop" + random.nextInt(SHOPS) + "|c" + random.nextInt(options.customers());
    String text =
        switch (random.nextInt(4)) {
          case 0 -> "{\"tenant\":\"shop1\",\"eventId\":\"e" + number;
          case 1 -> "no event at all, but number " + number;
          case 2 -> "{\"tenant\":\"shop1\",\"eventId\":\"e" + number + "\",\"type\":\"nothing\"}";
          default -> "";
        };
    EventType.Stream stream =
        random.nextInt(2) == 0 ? EventType.Stream.SALES : EventType.Stream.CUSTOMER;
    return new FeedEvent(stream, key, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  private FeedEvent regular(long number, Mood mood, double fault) {
    CounterRandom random = new CounterRandom(CounterRandom.mix(~options.seed() ^ mixed(number)));
    boolean isOrder = random.nextDouble() < options.orders();
    int customer = customer(mood, random);
    String shop = "shop" + customer % SHOPS;
    long ts = START + (long) (number * DAY / (options.customers() * EVENTS_PER_CUSTOMER_DAY));
    if (fault >= NO_EVENT && fault < BEHIND) {
      ts -= LATE;
    }
    if (mood == Mood.AHEAD && customer % SHOPS == 0) {
      ts += random.nextInt(2) == 0 ? AHEAD : FAR_AHEAD;
    }
    boolean isGuest = isOrder && fault >= BEHIND && fault < GUEST;
    String id = isGuest ? null : "c" + customer;
    Event event =
        isOrder ? order(number, shop, id, ts, random) : activity(number, shop, id, ts, random);
    EventType.Stream stream = isOrder ? EventType.Stream.SALES : EventType.Stream.CUSTOMER;
    String key = shop + "|" + (isGuest ? "o" + number : id);
    return new FeedEvent(stream, key, ts, EventJson.write(event));
  }

  private int customer(Mood mood, CounterRandom random) {
    int drawn = random.nextInt(options.customers());
    return mood == Mood.SKEWED && random.nextInt(10) > 0 ? 0 : drawn;
  }

  private static Event order(
      long number, String shop, String customer, long ts, CounterRandom random) {
    // one in two hundred is far larger than its customer's others
    long price = 500 + random.nextInt(5_000) * (random.nextInt(200) == 0 ? 100L : 1L);
    OrderLine line =
        new OrderLine(
            "s" + random.nextInt(ARTICLES),
            1 + random.nextInt(3),
            price,
            OrderLine.UNKNOWN_COST,
            0);
    return new SalesEvent(
        shop,
        "e" + number,
        EventType.ORDER_PLACED,
        1,
        ts,
        customer,
        "o" + number,
        "EUR",
        List.of(line),
        SalesEvent.NO_AMOUNT,
        "card",
        "DE",
        "web",
        "shop");
  }

  private static Event activity(
      long number, String shop, String customer, long ts, CounterRandom random) {
    return new CustomerEvent(
        shop,
        "e" + number,
        ACTIVITIES[random.nextInt(ACTIVITIES.length)],
        1,
        ts,
        customer,
        "session-" + number / 100,
        "s" + random.nextInt(ARTICLES),
        null,
        "web",
        "shop");
  }
}
