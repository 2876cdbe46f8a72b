package io.atomstreams.pipelines.simulator;

import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;

/**
 * One customer: traits that are drawn once and never told, and where the customer stands today.
 *
 * <p>Traits, independent unless said otherwise:
 *
 * <ul>
 *   <li>usual days between orders: 34 / Gamma(shape 1.6, mean 1), within 4 to 400 days, so the rate
 *       of orders is gamma distributed over customers; twice that for window shoppers;
 *   <li>regularity: the Weibull shape of the time between orders, 3 for regulars (55 %), 1 for the
 *       others, whose next order does not care how long ago the last one was;
 *   <li>visits without purchase: log-normal per day with median 0.05 and σ 0.6, for window shoppers
 *       (20 %) 3.5 times that. So few visits mean a lost customer, more a keen one and very many a
 *       looker;
 *   <li>spend: median of an order log-normal with median 45.00 and σ 0.55;
 *   <li>refund proneness: 0.05 × Gamma(1, mean 1) of the orders, at most 0.6;
 *   <li>chance to leave for good: after each order 0.035 × Gamma(2, mean 1) + 0.3 × refund
 *       proneness, and each day 1/700.
 * </ul>
 */
final class Customer {

  private static final String[] COUNTRIES = {"DE", "DE", "DE", "FR", "FR", "NL", "AT", "IT", "PL"};
  private static final String[] DEVICES = {"desktop", "mobile", "mobile", "tablet"};
  private static final String[] PAYMENTS = {"card", "card", "paypal", "invoice"};

  final long number;
  final String id;
  final String tenant;
  final String country;
  final String device;
  final String payment;
  final double usualGap;
  final double regularity;
  final double visitsPerDay;
  final double spend;
  final double leaveAfterOrder;
  final double refundProneness;

  /** Orders the stream has seen. */
  int orders;

  /** Sum of their values, minor units; unusual orders count with their usual value. */
  long spent;

  double lastOrderDay;

  /** By how much the last order stretches (above 1) or shortens the time to the next one. */
  double stretch = 1;

  /** Day of the purchase in mind, or -1. */
  long intentDay = -1;

  boolean abandons;
  private int events;

  /**
   * @param day today; the last order before the simulation began lies up to a usual gap before it
   */
  Customer(long number, String tenant, long day, KeyedRandom random) {
    random.key(Purpose.TRAITS, number, 0);
    this.number = number;
    this.id = "c" + number;
    this.tenant = tenant;
    this.country = COUNTRIES[(int) random.between(0, COUNTRIES.length)];
    this.device = DEVICES[(int) random.between(0, DEVICES.length)];
    this.payment = PAYMENTS[(int) random.between(0, PAYMENTS.length)];
    boolean windowShopper = random.chance(0.2);
    double gap = Math.min(400, Math.max(4, 34 / random.gamma(1.6)));
    this.usualGap = windowShopper ? 2 * gap : gap;
    this.regularity = random.chance(0.55) ? 3 : 1;
    this.visitsPerDay = random.logNormal(windowShopper ? 0.175 : 0.05, 0.6);
    this.spend = random.logNormal(4_500, 0.55);
    this.refundProneness = Math.min(0.6, 0.05 * random.gamma(1));
    this.leaveAfterOrder = Math.min(0.9, 0.035 * random.gamma(2) + 0.3 * refundProneness);
    this.lastOrderDay = day - usualGap * random.uniform();
  }

  /** Unique over all customers, the same in every run. */
  String nextEventId() {
    return id + "-" + ++events;
  }

  /**
   * Chance that a purchase comes to mind today: the Weibull hazard of the days since the last
   * order, (k/g) (t/g)^(k-1) with scale g = usual gap × stretch, at most 4/g.
   */
  double hazard(long day) {
    double scale = usualGap * stretch;
    double elapsed = (day - lastOrderDay) / scale;
    double shape = regularity == 1 ? 1 : regularity * StrictMath.pow(elapsed, regularity - 1);
    return Math.min(4, shape) / scale;
  }
}
