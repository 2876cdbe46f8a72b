package io.atomstreams.pipelines.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.EventDecoder;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetailSimulatorTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** Changes only with a deliberate change of the simulator: 10 000 events of 2 000 customers. */
  private static final String GOLDEN =
      "b7f719737b3d06e9cafcb650e3e5daefc284ed264becd085d1dbce103eaf848b";

  private static final FaultShares MANY =
      new FaultShares(0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.05);

  private final EventDecoder decoder = new EventDecoder();
  private final EventContract contract =
      new EventContract(
          new EventContract.Options(
              START.minus(Duration.ofDays(6)), Duration.ofDays(365), EventClock.wall()));

  private static RetailSimulator simulator(long seed, int customers, FaultShares faults) {
    return new RetailSimulator(SimulatorOptions.of(seed, START, customers).withFaults(faults));
  }

  private static List<FeedEvent> first(int count, RetailSimulator simulator) {
    List<FeedEvent> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(simulator.next());
    }
    return events;
  }

  private static String sha256(List<FeedEvent> events) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (FeedEvent event : events) {
        digest.update(event.stream().topic().getBytes(UTF_8));
        digest.update(event.key().getBytes(UTF_8));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(event.ts()).array());
        digest.update(event.value());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Event decoded(FeedEvent event) {
    Decoded decoded = decoder.decode(event.stream(), event.value());
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return ((Decoded.Accepted) decoded).event();
  }

  private boolean refused(FeedEvent event) {
    return !(decoder.decode(event.stream(), event.value()) instanceof Decoded.Accepted accepted)
        || contract.check(accepted.event(), event.ts()).isPresent();
  }

  @Test
  void theSameSeedGivesTheSameBytesForEver() {
    assertThat(sha256(first(10_000, simulator(42, 2_000, FaultShares.usual())))).isEqualTo(GOLDEN);
  }

  @Test
  void anotherSeedGivesAnotherStream() {
    assertThat(sha256(first(1_000, simulator(1, 500, FaultShares.none()))))
        .isEqualTo(sha256(first(1_000, simulator(1, 500, FaultShares.none()))))
        .isNotEqualTo(sha256(first(1_000, simulator(2, 500, FaultShares.none()))));
  }

  @Test
  void aCleanStreamIsWrittenPlainly() {
    for (FeedEvent feed : first(20_000, simulator(5, 2_000, FaultShares.none()))) {
      assertThat(decoder.plain(feed.stream(), feed.value())).isEqualTo(decoded(feed));
    }
  }

  @Test
  void aCleanStreamIsInOrderOfTimeKeepsTheContractAndNamesEachEventOnce() {
    Set<String> ids = new HashSet<>();
    long last = START.toEpochMilli();
    for (FeedEvent feed : first(100_000, simulator(3, 2_000, FaultShares.none()))) {
      Event event = decoded(feed);
      assertThat(feed.ts()).isGreaterThanOrEqualTo(last).isEqualTo(event.ts());
      assertThat(contract.check(event, feed.ts())).isEmpty();
      assertThat(ids.add(event.eventId())).as(event.eventId()).isTrue();
      String entity =
          event.customerId() == null ? ((SalesEvent) event).orderId() : event.customerId();
      assertThat(feed.key()).isEqualTo("demo|" + entity);
      last = feed.ts();
    }
  }

  @Test
  void faultsComeInTheStatedShares() {
    RetailSimulator simulator = simulator(4, 1_000, MANY);
    first(150_000, simulator);
    SimulatorTruth truth = simulator.truth();

    assertThat(truth.records()).isEqualTo(150_000);
    for (Fault fault : Fault.values()) {
      double share = MANY.of(fault);
      if (share > 0) {
        double expected = truth.caused() * share;
        double eligible = fault == Fault.LATE ? 0.90 : 1;
        assertThat((double) truth.of(fault))
            .as(fault.name())
            .isBetween(
                expected * eligible - 4 * Math.sqrt(expected), expected + 4 * Math.sqrt(expected));
      }
    }
  }

  @Test
  void eachFaultIsRefusedOrPassesAsItShould() {
    RetailSimulator simulator = simulator(5, 1_000, MANY);
    SimulatorTruth before = simulator.truth();
    Map<String, Long> newest = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 60_000; i++) {
      FeedEvent feed = simulator.next();
      SimulatorTruth after = simulator.truth();
      Fault fault = added(before, after);
      before = after;
      boolean spoilt =
          switch (fault) {
            case MALFORMED, UNKNOWN_TYPE, OUT_OF_RANGE, MISSING_FIELD, FUTURE -> true;
            default -> false;
          };
      assertThat(refused(feed))
          .as("%s %s", fault, new String(feed.value(), UTF_8))
          .isEqualTo(spoilt);
      if (fault == Fault.LATE) {
        assertThat(newest.get(feed.key()) - feed.ts())
            .isGreaterThanOrEqualTo(Duration.ofDays(2).toMillis());
      }
      if (!spoilt) {
        newest.merge(feed.key(), feed.ts(), Math::max);
        String json = new String(feed.value(), UTF_8);
        assertThat(seen.add(json)).isEqualTo(fault != Fault.DUPLICATE);
      }
    }
  }

  private static Fault added(SimulatorTruth before, SimulatorTruth after) {
    for (Fault fault : Fault.values()) {
      if (after.of(fault) > before.of(fault)) {
        return fault;
      }
    }
    throw new AssertionError("nothing was added");
  }

  @Test
  void faultsTakeNothingAwayFromTheCleanStream() {
    FaultShares faults = new FaultShares(0.05, 0, 0.05, 0.05, 0, 0, 0, 0, 0);
    RetailSimulator spoilt = simulator(6, 500, faults);
    RetailSimulator clean = simulator(6, 500, FaultShares.none());
    SimulatorTruth before = spoilt.truth();
    for (int i = 0; i < 20_000; i++) {
      FeedEvent feed = spoilt.next();
      SimulatorTruth after = spoilt.truth();
      if (!added(before, after).isExtra()) {
        assertThat(feed.value()).isEqualTo(clean.next().value());
      }
      before = after;
    }
  }

  @Test
  void unusualOrdersAreWorthFifteenToFortyTimesTheUsual() {
    RetailSimulator simulator = simulator(7, 300, new FaultShares(0, 0, 0, 0, 0, 0, 0, 0, 0.05));
    Map<String, List<Long>> usual = new HashMap<>();
    SimulatorTruth before = simulator.truth();
    int unusual = 0;
    for (int i = 0; i < 150_000; i++) {
      FeedEvent feed = simulator.next();
      SimulatorTruth after = simulator.truth();
      if (decoded(feed) instanceof SalesEvent sale
          && sale.type() == EventType.ORDER_PLACED
          && sale.customerId() != null) {
        List<Long> values = usual.computeIfAbsent(sale.customerId(), k -> new ArrayList<>());
        if (added(before, after) == Fault.VALUE_OUTLIER) {
          double mean = values.stream().mapToLong(v -> v).average().orElseThrow();
          assertThat(sale.value() / mean).isBetween(14.0, 42.0);
          unusual++;
        } else {
          values.add(sale.value());
        }
      }
      before = after;
    }
    assertThat(unusual).isGreaterThan(20);
  }

  @Test
  void tenantsShareTheCustomers() {
    RetailSimulator simulator =
        new RetailSimulator(
            SimulatorOptions.of(8, START, 100).withTenants(List.of("north", "south")));
    Map<String, Integer> byTenant = new HashMap<>();
    first(4_000, simulator).forEach(e -> byTenant.merge(decoded(e).tenant(), 1, Integer::sum));
    assertThat(byTenant.keySet()).containsExactlyInAnyOrder("north", "south");
    assertThat(byTenant.get("north") / 4_000.0).isCloseTo(0.5, within(0.15));
  }

  @Test
  void holdsAsManyPlannedEventsAfterYearsAsAfterWeeks() {
    RetailSimulator simulator = simulator(9, 200, FaultShares.usual());
    int afterWeeks = 0;
    int most = 0;
    for (int i = 0; i < 250_000; i++) {
      simulator.next();
      if (i == 12_000) {
        afterWeeks = simulator.held();
      }
      most = Math.max(most, i > 12_000 ? simulator.held() : 0);
    }
    assertThat(most).isLessThan(3 * afterWeeks);
  }

  @Test
  void namesWhatIsWrongWithItsOptions() {
    assertThatThrownBy(() -> SimulatorOptions.of(1, START, 0))
        .hasMessage("simulator.customers is 0, must be 1 to 50000000");
    assertThatThrownBy(() -> new FaultShares(1.5, 0, 0, 0, 0, 0, 0, 0, 0))
        .hasMessage("faults.duplicate is 1.5, must be between 0 and 1");
    assertThatThrownBy(() -> new FaultShares(0.6, 0.6, 0, 0, 0, 0, 0, 0, 0))
        .hasMessageContaining("add up to 1.2");
  }
}
