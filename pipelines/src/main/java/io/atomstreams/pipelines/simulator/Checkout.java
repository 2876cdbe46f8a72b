package io.atomstreams.pipelines.simulator;

import static io.atomstreams.pipelines.simulator.Seasons.DAY;
import static io.atomstreams.pipelines.simulator.Seasons.HOUR;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an order looks like, what follows it and what it does to the customer.
 *
 * <p>Budget log-normal around the customer's median, σ 0.45; articles are added by demand until the
 * budget is reached, at most 12 lines; in 15 % of the orders each line is 10 % off. Paid after 5 to
 * 120 s. Cancelled 1 to 24 h later (2 %), else shipped after half a day to 3 days, then perhaps
 * reviewed (4 %), refunded 3 to 20 days after the order by the customer's proneness (30 to 100 % of
 * the value, one in four with a ticket) or charged back after 20 to 40 days (0.1 %).
 *
 * <p>What makes the next order predictable, and not by a straight line: with r the order's budget
 * over the customer's usual, the time to the next order stretches by r^0.9 for customers with six
 * orders and more (they stock up) and by r^-0.6 for the others (they have taken a liking). A
 * cancelled or refunded order makes the next one come 1.3 times later and, while the customer has
 * fewer than ten orders, leaving four times as likely.
 *
 * <p>Once a rival has opened ({@link SimulatorOptions#rival}), customers whose usual gap is shorter
 * than 30 days leave after an order with probability 0.75, whatever else holds of them. They are
 * those who stayed most surely before: what was learned about who stays is then wrong, and nothing
 * in the events says so but the orders that do not come.
 */
final class Checkout {

  private static final int MOST_LINES = 12;
  private static final int UNUSUAL_AFTER_ORDERS = 8;
  private static final double GUEST_SHARE = 0.031;
  private static final double WOOED_GAP_DAYS = 30;
  private static final double LOST_TO_RIVAL = 0.75;

  private final Catalogue catalogue;
  private final String currency;
  private final double unusualShare;
  private final long rivalFrom;
  private final Agenda agenda;
  private final KeyedRandom random;

  Checkout(SimulatorOptions options, Catalogue catalogue, Agenda agenda) {
    this.catalogue = catalogue;
    this.currency = options.currency();
    this.unusualShare = options.faults().valueOutlier();
    this.rivalFrom = options.rival().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    this.agenda = agenda;
    this.random = new KeyedRandom(options.seed());
  }

  /** The articles of a basket of about this value, minor units. */
  int[] basket(double budget, KeyedRandom draws) {
    int[] articles = new int[MOST_LINES];
    int count = 0;
    double value = 0;
    while (count < MOST_LINES && (count == 0 || value < budget)) {
      articles[count] = catalogue.pick(draws);
      value += catalogue.price(articles[count]);
      count++;
    }
    return Arrays.copyOf(articles, count);
  }

  /** Plans the order with all that follows; returns whether the customer leaves for good. */
  boolean order(Customer customer, long at, double ratio, int[] basket, String channel) {
    random.key(Purpose.ORDER, customer.number, customer.orders);
    boolean unusual = random.uniform() < unusualShare && customer.orders >= UNUSUAL_AFTER_ORDERS;
    List<OrderLine> lines = lines(basket, random.chance(0.15));
    long value = value(lines);
    if (unusual) {
      double usual = (double) customer.spent / customer.orders;
      lines = scaled(lines, random.between(16.0, 39.0) * usual / Math.max(1, value));
    }
    customer.spent += value;
    String orderId = "o" + customer.number + "-" + customer.orders++;
    Steps steps =
        new Steps(
            customer.tenant, customer.id, orderId, customer.country, customer.device, channel);
    agenda.plan(
        new Planned(
            at,
            steps.sale(
                customer.nextEventId(),
                EventType.ORDER_PLACED,
                at,
                lines,
                SalesEvent.NO_AMOUNT,
                customer.payment),
            unusual ? Fault.VALUE_OUTLIER : Fault.NONE));
    boolean unhappy = follow(customer, steps, at, lines);
    if (random.chance(GUEST_SHARE)) {
      guest(customer, at);
    }
    boolean newcomer = customer.orders < 10;
    customer.lastOrderDay = Math.floorDiv(at, DAY);
    customer.stretch = StrictMath.pow(ratio, customer.orders >= 6 ? 0.9 : -0.6);
    if (unhappy) {
      customer.stretch *= 1.3;
    }
    double leaving = customer.leaveAfterOrder * (unhappy && newcomer ? 4 : 1);
    return random.chance(isWooed(customer, at) ? LOST_TO_RIVAL : leaving);
  }

  private boolean isWooed(Customer customer, long at) {
    return at >= rivalFrom && customer.usualGap < WOOED_GAP_DAYS;
  }

  private boolean follow(Customer customer, Steps steps, long at, List<OrderLine> lines) {
    long value = value(lines);
    long paid = at + random.between(5_000, 120_000);
    plan(
        steps.sale(
            customer.nextEventId(), EventType.PAID, paid, List.of(), value, customer.payment));
    if (random.chance(0.02)) {
      long cancelled = at + random.between(HOUR, DAY);
      plan(steps.sale(customer.nextEventId(), EventType.CANCELLED, cancelled, lines, value, null));
      return true;
    }
    long shipped = at + random.between(DAY / 2, 3 * DAY);
    plan(
        steps.sale(
            customer.nextEventId(),
            EventType.SHIPPED,
            shipped,
            List.of(),
            SalesEvent.NO_AMOUNT,
            null));
    boolean refunded = random.chance(customer.refundProneness);
    if (refunded) {
      long on = at + random.between(3 * DAY, 20 * DAY);
      long amount = (long) (value * random.between(0.3, 1));
      plan(steps.sale(customer.nextEventId(), EventType.REFUNDED, on, List.of(), amount, null));
      if (random.chance(0.25)) {
        plan(
            steps.text(customer.nextEventId(), EventType.TICKET, on - HOUR, "where is my refund?"));
      }
    } else if (random.chance(0.04)) {
      plan(
          steps.text(
              customer.nextEventId(),
              EventType.REVIEW,
              shipped + random.between(DAY, 5 * DAY),
              "as described, gladly again"));
    }
    if (random.chance(0.001)) {
      long on = at + random.between(20 * DAY, 40 * DAY);
      plan(steps.sale(customer.nextEventId(), EventType.CHARGEBACK, on, List.of(), value, null));
    }
    return refunded;
  }

  /** Somebody without an account orders within the hour, from the same country. */
  private void guest(Customer host, long near) {
    long at = near + random.between(0, HOUR);
    String orderId = "g" + host.number + "-" + host.orders;
    Steps steps = new Steps(host.tenant, null, orderId, host.country, "mobile", "web");
    List<OrderLine> lines = lines(basket(random.logNormal(4_000, 0.6), random), false);
    plan(
        steps.sale(
            orderId + "-1", EventType.ORDER_PLACED, at, lines, SalesEvent.NO_AMOUNT, "card"));
    plan(steps.sale(orderId + "-2", EventType.PAID, at + 30_000, List.of(), value(lines), "card"));
    plan(
        steps.sale(
            orderId + "-3",
            EventType.SHIPPED,
            at + random.between(DAY / 2, 3 * DAY),
            List.of(),
            SalesEvent.NO_AMOUNT,
            null));
  }

  private void plan(Event event) {
    agenda.plan(new Planned(event.ts(), event, Fault.NONE));
  }

  private List<OrderLine> lines(int[] basket, boolean off) {
    List<OrderLine> lines = new ArrayList<>(basket.length);
    for (int article : basket) {
      int qty = 1 + random.poisson(0.15);
      long price = catalogue.price(article);
      lines.add(
          new OrderLine(
              catalogue.sku(article),
              qty,
              price,
              catalogue.cost(article),
              off ? qty * price / 10 : 0));
    }
    return lines;
  }

  private static List<OrderLine> scaled(List<OrderLine> lines, double factor) {
    return lines.stream()
        .map(
            line -> {
              int qty = (int) Math.max(1, Math.round(line.qty() * factor));
              return new OrderLine(line.sku(), qty, line.unitPrice(), line.unitCost(), 0);
            })
        .toList();
  }

  private static long value(List<OrderLine> lines) {
    long value = 0;
    for (int i = 0; i < lines.size(); i++) {
      value += lines.get(i).value();
    }
    return value;
  }

  /** What the steps of one order have in common; {@code customerId} is null for a guest. */
  private final class Steps {
    private final String tenant;
    private final String customerId;
    private final String orderId;
    private final String country;
    private final String device;
    private final String channel;

    Steps(
        String tenant,
        String customerId,
        String orderId,
        String country,
        String device,
        String channel) {
      this.tenant = tenant;
      this.customerId = customerId;
      this.orderId = orderId;
      this.country = country;
      this.device = device;
      this.channel = channel;
    }

    SalesEvent sale(
        String eventId,
        EventType type,
        long ts,
        List<OrderLine> lines,
        long amount,
        String payment) {
      boolean placed = type == EventType.ORDER_PLACED;
      return new SalesEvent(
          tenant,
          eventId,
          type,
          1,
          ts,
          customerId,
          orderId,
          currency,
          lines,
          amount,
          payment,
          placed ? country : null,
          placed ? device : null,
          placed ? channel : null);
    }

    CustomerEvent text(String eventId, EventType type, long ts, String text) {
      return new CustomerEvent(
          tenant, eventId, type, 1, ts, customerId, null, null, text, null, null);
    }
  }
}
