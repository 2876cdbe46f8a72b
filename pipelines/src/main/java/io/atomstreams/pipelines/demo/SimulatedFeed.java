package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.time.Instant;
import java.util.Iterator;
import java.util.OptionalDouble;

/** The simulator's events: 120 days of history at full speed, then event time at its pace. */
public final class SimulatedFeed implements DemoFeed {

  /** Fixed, so that the same seed gives the same events on every day. */
  private static final Instant LIVE_FROM = Instant.parse("2026-01-01T00:00:00Z");

  private final Pace pace;
  private final RetailSimulator simulator;

  private SimulatedFeed(Pace pace, long seed, FaultShares faults) {
    this.pace = pace;
    this.simulator =
        new RetailSimulator(
            SimulatorOptions.of(seed, LIVE_FROM.minus(Pace.HISTORY), pace.customers())
                .withFaults(faults));
  }

  /**
   * A feed with the usual share of faults.
   *
   * @param limit most events; {@code Long.MAX_VALUE} for no limit
   */
  public static SimulatedFeed of(long seed, long limit, OptionalDouble rate, OptionalDouble speed) {
    Pace pace =
        limit == Long.MAX_VALUE ? Pace.unbounded(rate, speed) : Pace.bounded(limit, rate, speed);
    return new SimulatedFeed(pace, seed, FaultShares.usual());
  }

  @Override
  public Iterator<FeedEvent> events() {
    return simulator;
  }

  @Override
  public long liveFrom() {
    return LIVE_FROM.toEpochMilli();
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
