package io.atomstreams.pipelines.simulator;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;

/**
 * What one customer does in one day.
 *
 * <p>A purchase comes to mind by {@link Customer#hazard} times the season's factor; it is made 1 to
 * 4 days later, or abandoned with its cart full (20 %). Visits without purchase are Poisson with
 * the customer's rate times the season's factor, six times as many while a purchase is in mind. A
 * visit starts with a login (35 %), then 1 + Poisson(2.6) pages 5 to 90 s apart, each a search (18
 * %), else a view, which in every sixth visit ends in the cart and half the time out of it again;
 * while a purchase is in mind, in every second visit. One login in thirty fails first.
 */
final class CustomerDay {

  private static final double LEAVE_PER_DAY = 1.0 / 700;

  private final Catalogue catalogue;
  private final Checkout checkout;
  private final Agenda agenda;
  private final KeyedRandom random;

  private Customer customer;
  private long now;
  private String session;
  private String device;
  private String channel;

  CustomerDay(SimulatorOptions options, Catalogue catalogue, Checkout checkout, Agenda agenda) {
    this.catalogue = catalogue;
    this.checkout = checkout;
    this.agenda = agenda;
    this.random = new KeyedRandom(options.seed());
  }

  /** Plans the day's events; returns false if the customer is seen for the last time. */
  boolean live(Customer who, long day) {
    random.key(Purpose.DAY, who.number, day);
    customer = who;
    double season = Seasons.factor(day);
    if (who.intentDay < 0 && random.chance(1 - StrictMath.exp(-who.hazard(day) * season))) {
      who.intentDay = day + random.between(1, 5);
      who.abandons = random.chance(0.2);
    }
    boolean inMind = who.intentDay >= 0;
    int visits = random.poisson(Math.min(8, who.visitsPerDay * season * (inMind ? 6 : 1)));
    for (int i = 0; i < visits; i++) {
      visit(day, i, inMind ? 0.5 : 0.17);
    }
    boolean leaves = random.chance(LEAVE_PER_DAY);
    if (who.intentDay == day) {
      who.intentDay = -1;
      leaves |= purchase(day, visits);
    }
    return !leaves;
  }

  /** A newcomer signs up and buys within the next days. */
  void join(Customer who, long day) {
    random.key(Purpose.SIGNUP, who.number, day);
    customer = who;
    begin(day, 0);
    act(EventType.SIGNUP, null, null);
    who.lastOrderDay = day;
    who.intentDay = day + random.between(1, 5);
  }

  private void begin(long day, int visit) {
    now = Seasons.moment(day, random);
    session = "s" + day + "-" + customer.number + "-" + visit;
    device = random.chance(0.8) ? customer.device : "mobile";
    channel = device.equals("mobile") && random.chance(0.5) ? "app" : "web";
    if (random.chance(0.35)) {
      if (random.chance(1.0 / 30)) {
        act(EventType.LOGIN_FAILED, null, null);
      }
      act(EventType.LOGIN, null, null);
    }
  }

  private void visit(long day, int number, double cartChance) {
    begin(day, number);
    look(1 + random.poisson(2.6), cartChance);
  }

  private void look(int pages, double cartChance) {
    for (int i = 0; i < pages; i++) {
      int article = catalogue.pick(random);
      if (random.chance(0.18)) {
        act(EventType.SEARCH, null, Catalogue.query(article));
      } else {
        act(EventType.PAGE_VIEW, catalogue.sku(article), null);
        if (i == pages - 1 && random.chance(cartChance)) {
          act(EventType.CART_ADD, catalogue.sku(article), null);
          if (random.chance(0.5)) {
            act(EventType.CART_REMOVE, catalogue.sku(article), null);
          }
        }
      }
    }
  }

  private boolean purchase(long day, int visit) {
    begin(day, visit);
    look(1 + random.poisson(1.8), 0.2);
    double budget = random.logNormal(customer.spend, 0.45);
    int[] basket = checkout.basket(budget, random);
    for (int article : basket) {
      act(EventType.CART_ADD, catalogue.sku(article), null);
    }
    if (customer.abandons) {
      return false;
    }
    step();
    return checkout.order(customer, now, budget / customer.spend, basket, channel);
  }

  private void act(EventType type, String sku, String text) {
    step();
    agenda.plan(
        new Planned(
            now,
            new CustomerEvent(
                customer.tenant,
                customer.nextEventId(),
                type,
                1,
                now,
                customer.id,
                session,
                sku,
                text,
                device,
                channel),
            Fault.NONE));
  }

  private void step() {
    now += random.between(5_000, 90_000);
  }
}
