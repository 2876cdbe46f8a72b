package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.OptionalDouble;

/** The simulator's events: 120 days of history at full speed, then event time at its pace. */
public final class SimulatedFeed implements DemoFeed {

  /** Fixed, so that the same seed gives the same events on every day. */
  private static final Instant LIVE_FROM = Instant.parse("2026-01-01T00:00:00Z");

  /** When the rival opens, where there is one. */
  public static final Instant RIVAL_FROM = LIVE_FROM.plus(Duration.ofDays(20));

  private final Pace pace;
  private final RetailSimulator simulator;
  private final long liveFrom;

  private SimulatedFeed(Pace pace, SimulatorOptions options, long liveFrom) {
    this.pace = pace;
    this.liveFrom = liveFrom;
    this.simulator = new RetailSimulator(options.withFaults(FaultShares.usual()));
  }

  /**
   * A feed with the usual share of faults.
   *
   * @param limit most events; {@code Long.MAX_VALUE} for no limit
   */
  public static SimulatedFeed of(long seed, long limit, OptionalDouble rate, OptionalDouble speed) {
    Pace pace =
        limit == Long.MAX_VALUE ? Pace.unbounded(rate, speed) : Pace.bounded(limit, rate, speed);
    return new SimulatedFeed(pace, options(seed, pace), LIVE_FROM.toEpochMilli());
  }

  /** The same with a rival who opens 20 days after the feed goes live. */
  public static SimulatedFeed withRival(
      long seed, long limit, OptionalDouble rate, OptionalDouble speed) {
    Pace pace =
        limit == Long.MAX_VALUE ? Pace.unbounded(rate, speed) : Pace.bounded(limit, rate, speed);
    return new SimulatedFeed(
        pace, options(seed, pace).withRival(RIVAL_FROM), LIVE_FROM.toEpochMilli());
  }

  private static SimulatorOptions options(long seed, Pace pace) {
    return SimulatorOptions.of(seed, LIVE_FROM.minus(Pace.HISTORY), pace.customers());
  }

  /**
   * A feed that is all past, as fast as it can be taken: to fill a feature log.
   *
   * @param days simulated, up to the day at which other feeds go live
   */
  public static SimulatedFeed past(long seed, int customers, int days) {
    Instant start = LIVE_FROM.minus(Duration.ofDays(days));
    return new SimulatedFeed(
        new Pace(customers, 0, 1), SimulatorOptions.of(seed, start, customers), Long.MAX_VALUE);
  }

  @Override
  public Iterator<FeedEvent> events() {
    return simulator;
  }

  @Override
  public long liveFrom() {
    return liveFrom;
  }

  @Override
  public double speed() {
    return pace.speed();
  }

  @Override
  public double rate() {
    return 0;
  }

  public int customers() {
    return pace.customers();
  }

  /** The clock against which "in the future" is judged: it stands at the end of the history now. */
  public EventClock clock(long nowMillis) {
    return new EventClock(nowMillis, LIVE_FROM.toEpochMilli(), pace.speed());
  }
}
