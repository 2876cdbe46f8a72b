package io.atomstreams.pipelines.simulator;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An endless stream of retail events, in order of event time except for deliberate disorder.
 *
 * <p>About 0.8 events per customer and day; sessions of views, searches and carts lead up to
 * orders, which are paid, shipped, at times cancelled, refunded or charged back; 3 % of the orders
 * are guests'. Whether a customer orders again within 30 days depends on traits ({@link Customer}),
 * on the last order and what became of it ({@link Checkout}), and shows beforehand in visits
 * ({@link CustomerDay}). Times of day and year: {@link Seasons}; prices: {@link Catalogue}; faults:
 * {@link FaultInjector}.
 *
 * <p>The same options give the same bytes. Memory: about 300 bytes per customer that is alive and
 * the planned events of the days ahead, some 200 bytes per customer more; independent of how long
 * it runs. A day is planned when its first event is asked for. Not safe for concurrent use.
 *
 * <pre>{@code
 * var simulator = new RetailSimulator(
 *     SimulatorOptions.of(42, Instant.parse("2026-01-05T00:00:00Z"), 10_000)
 *         .withFaults(FaultShares.usual()));
 * FeedEvent first = simulator.next();
 * }</pre>
 */
public final class RetailSimulator implements Iterator<FeedEvent> {

  private static final Comparator<Planned> BY_TIME = Comparator.comparingLong(Planned::at);

  private final SimulatorOptions options;
  private final Agenda agenda = new Agenda();
  private final CustomerDay customerDay;
  private final FaultInjector faults;
  private final KeyedRandom traits;
  private final List<Customer> alive = new ArrayList<>();
  private final Map<Fault, Long> handedOut = new EnumMap<>(Fault.class);

  private long nextNumber;
  private int newcomers;
  private long day;
  private int position;

  public RetailSimulator(SimulatorOptions options) {
    this.options = options;
    this.traits = new KeyedRandom(options.seed());
    Catalogue catalogue = new Catalogue(options.articles(), traits);
    Checkout checkout = new Checkout(options, catalogue, agenda);
    this.customerDay = new CustomerDay(options, catalogue, checkout, agenda);
    this.day = Math.floorDiv(options.start().toEpochMilli(), Seasons.DAY);
    this.faults = new FaultInjector(options, day, agenda);
    for (int i = 0; i < options.customers(); i++) {
      alive.add(newCustomer());
    }
    planDay();
  }

  /** Always: the consumer decides when to stop. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public FeedEvent next() {
    while (position == agenda.day(day).size()) {
      agenda.day(day).clear();
      position = 0;
      day++;
      planDay();
    }
    Planned planned = agenda.day(day).set(position++, null);
    handedOut.merge(planned.fault(), 1L, Long::sum);
    return RecordWriter.write(planned);
  }

  /** What was handed out so far. */
  public SimulatorTruth truth() {
    long records = handedOut.values().stream().mapToLong(Long::longValue).sum();
    return new SimulatorTruth(records, handedOut);
  }

  /** Customers and planned events in memory. */
  int held() {
    return alive.size() + agenda.size() - position;
  }

  private void planDay() {
    for (int i = 0; i < newcomers; i++) {
      Customer newcomer = newCustomer();
      alive.add(newcomer);
      customerDay.join(newcomer, day);
    }
    newcomers = 0;
    int kept = 0;
    for (int i = 0; i < alive.size(); i++) {
      Customer customer = alive.get(i);
      if (customerDay.live(customer, day)) {
        alive.set(kept++, customer);
      } else {
        newcomers++;
      }
    }
    alive.subList(kept, alive.size()).clear();
    faults.spoil(day);
    agenda.day(day).sort(BY_TIME);
  }

  private Customer newCustomer() {
    long number = nextNumber++;
    List<String> tenants = options.tenants();
    String tenant = tenants.get((int) (number % tenants.size()));
    return new Customer(number, tenant, day, traits);
  }
}
