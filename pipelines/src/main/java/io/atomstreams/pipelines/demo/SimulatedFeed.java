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

  private final Pace pace;
  private final RetailSimulator simulator;
  private final long liveFrom;

  private SimulatedFeed(Pace pace, long seed, Instant start, long liveFrom) {
    this.pace = pace;
    this.liveFrom = liveFrom;
    this.simulator =
        new RetailSimulator(
            SimulatorOptions.of(seed, start, pace.customers()).withFaults(FaultShares.usual()));
  }

  /**
   * A feed with the usual share of faults.
   *
   * @param limit most events; {@code Long.MAX_VALUE} for no limit
   */
  public static SimulatedFeed of(long seed, long limit, OptionalDouble rate, OptionalDouble speed) {
    Pace pace =
        limit == Long.MAX_VALUE ? Pace.unbounded(rate, speed) : Pace.bounded(limit, rate, speed);
    return new SimulatedFeed(pace, seed, LIVE_FROM.minus(Pace.HISTORY), LIVE_FROM.toEpochMilli());
  }

  /**
   * A feed that is all past, as fast as it can be taken: to fill a feature log.
   *
   * @param days simulated, up to the day at which other feeds go live
   */
  public static SimulatedFeed past(long seed, int customers, int days) {
    Instant start = LIVE_FROM.minus(Duration.ofDays(days));
    return new SimulatedFeed(new Pace(customers, 0, 1), seed, start, Long.MAX_VALUE);
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
