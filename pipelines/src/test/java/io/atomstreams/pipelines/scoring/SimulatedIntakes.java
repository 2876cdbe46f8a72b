package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The simulator's events as the source would hand them over, with a place in topics that do not
 * exist. The same numbers give the same events: few customers over many days, with every fault.
 */
public record SimulatedIntakes(
    long seed, int events, EventContract.Options validation, FaultShares faults) {

  /** When the broker would have taken the records, ms; event time goes with it. */
  static final long APPENDED_AT = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

  private static final Instant START = Instant.parse("2025-12-01T00:00:00Z");
  private static final int CUSTOMERS = 25;
  private static final int PARTITIONS = 4;

  static final FaultShares FAULTS =
      new FaultShares(0.02, 0.02, 0.01, 0.005, 0.003, 0.003, 0.003, 0.003, 0.01);

  /** Under settings whose event clock is the wall's. */
  public static SimulatedIntakes of(long seed, int events, ScoringConfig config) {
    return new SimulatedIntakes(
        seed, events, config.withClock(EventClock.wall()).validation(), FAULTS);
  }

  /** With other faults, or none. */
  SimulatedIntakes withFaults(FaultShares others) {
    return new SimulatedIntakes(seed, events, validation, others);
  }

  public List<Intake> all() {
    RetailSimulator simulator =
        new RetailSimulator(SimulatorOptions.of(seed, START, CUSTOMERS).withFaults(faults));
    IntakeReader reader = new IntakeReader(validation);
    Map<String, Long> ends = new HashMap<>();
    List<Intake> intakes = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      FeedEvent event = simulator.next();
      String topic = OfflineRun.topic(event.stream(), "");
      int partition = Math.floorMod(event.key().hashCode(), PARTITIONS);
      long offset = ends.merge(topic + partition, 1L, Long::sum) - 1;
      intakes.add(
          reader.read(
              event.stream(),
              new SourcePosition(topic, partition, offset),
              event.key().getBytes(UTF_8),
              event.value(),
              APPENDED_AT,
              0));
    }
    return intakes;
  }
}
