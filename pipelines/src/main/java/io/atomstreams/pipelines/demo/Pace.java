package io.atomstreams.pipelines.demo;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many customers are simulated and how fast their time passes. A customer causes about {@link
 * #EVENTS_PER_CUSTOMER_DAY} events a day, so that
 *
 * <pre>rate [events/s] = customers * 0.8 * speed / 86400</pre>
 *
 * @param rate events a second of wall time
 * @param speed event time per wall time
 */
record Pace(int customers, double rate, double speed) {

  static final double EVENTS_PER_CUSTOMER_DAY = 0.8;
  static final Duration HISTORY = Duration.ofDays(120);

  private static final double DAY_SECONDS = 86_400;
  private static final double DEFAULT_RATE = 1_000;

  /** Half a day a second: in a minute of watching, a month passes. */
  private static final double DEFAULT_SPEED = 43_200;

  /** Without an end: rate and speed decide how many customers there are. */
  static Pace unbounded(OptionalDouble rate, OptionalDouble speed) {
    double r = rate.orElse(DEFAULT_RATE);
    double x = speed.orElse(DEFAULT_SPEED);
    int customers = (int) Math.max(1, Math.round(r * DAY_SECONDS / (x * EVENTS_PER_CUSTOMER_DAY)));
    return new Pace(customers, r, x);
  }

  /** With an end: as many customers as fill half of the events with history. */
  static Pace bounded(long events, OptionalDouble rate, OptionalDouble speed) {
    if (rate.isPresent() && speed.isPresent()) {
      return unbounded(rate, speed);
    }
    double perCustomer = EVENTS_PER_CUSTOMER_DAY * HISTORY.toDays();
    int customers = (int) Math.max(10, Math.round(events / 2.0 / perCustomer));
    double perSpeed = customers * EVENTS_PER_CUSTOMER_DAY / DAY_SECONDS;
    if (speed.isPresent()) {
      return new Pace(customers, speed.getAsDouble() * perSpeed, speed.getAsDouble());
    }
    double r = rate.orElse(DEFAULT_RATE);
    return new Pace(customers, r, r / perSpeed);
  }
}
