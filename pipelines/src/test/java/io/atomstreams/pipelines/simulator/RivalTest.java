package io.atomstreams.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventDecoder;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 240 days of 1 500 customers, with a rival who opens after 150 of them. */
class RivalTest {

  private static final long DAY = 86_400_000L;
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final long OPENS = START.toEpochMilli() + 150 * DAY;
  private static final long END = START.toEpochMilli() + 240 * DAY;

  private static final SimulatorOptions ALONE = SimulatorOptions.of(5, START, 1_500);
  private static final SimulatorOptions WITH_RIVAL = ALONE.withRival(Instant.ofEpochMilli(OPENS));

  @Test
  void changesNothingBeforeItOpens() {
    RetailSimulator alone = new RetailSimulator(ALONE);
    RetailSimulator with = new RetailSimulator(WITH_RIVAL);
    for (FeedEvent event = alone.next(); event.ts() < OPENS - DAY; event = alone.next()) {
      assertThat(with.next().value()).isEqualTo(event.value());
    }
  }

  @Test
  void turnsAroundWhoStays() {
    Map<String, List<Long>> orders = ordersByCustomer();

    double keenBefore = shareOrderingAgain(orders, true, START.toEpochMilli(), OPENS - 30 * DAY);
    double restBefore = shareOrderingAgain(orders, false, START.toEpochMilli(), OPENS - 30 * DAY);
    double keenAfter = shareOrderingAgain(orders, true, OPENS, END - 30 * DAY);
    double restAfter = shareOrderingAgain(orders, false, OPENS, END - 30 * DAY);

    assertThat(keenBefore).isGreaterThan(restBefore + 0.1);
    assertThat(keenAfter).isLessThan(keenBefore - 0.3);
    assertThat(restAfter).isBetween(restBefore - 0.15, restBefore + 0.15);
  }

  private static Map<String, List<Long>> ordersByCustomer() {
    EventDecoder decoder = new EventDecoder();
    RetailSimulator simulator = new RetailSimulator(WITH_RIVAL);
    Map<String, List<Long>> orders = new HashMap<>();
    for (FeedEvent feed = simulator.next(); feed.ts() < END; feed = simulator.next()) {
      Event event = ((Decoded.Accepted) decoder.decode(feed.stream(), feed.value())).event();
      if (event.type() == EventType.ORDER_PLACED && event.customerId() != null) {
        orders.computeIfAbsent(event.customerId(), c -> new ArrayList<>()).add(event.ts());
      }
    }
    return orders;
  }

  /** Of orders in a span that follow the one before within 20, or after more than 60 days. */
  private static double shareOrderingAgain(
      Map<String, List<Long>> orders, boolean keen, long from, long to) {
    int asked = 0;
    int again = 0;
    for (List<Long> of : orders.values()) {
      for (int i = 1; i < of.size(); i++) {
        long gap = of.get(i) - of.get(i - 1);
        boolean fits = keen ? gap < 20 * DAY : gap > 60 * DAY;
        if (of.get(i) >= from && of.get(i) < to && fits) {
          asked++;
          again += i + 1 < of.size() && of.get(i + 1) - of.get(i) <= 30 * DAY ? 1 : 0;
        }
      }
    }
    assertThat(asked).isGreaterThan(100);
    return (double) again / asked;
  }
}
