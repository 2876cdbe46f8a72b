package io.atomstreams.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventDecoder;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One simulated year of 3 000 customers, seen as somebody sees it who reads the topics only. */
class SimulatedBehaviourTest {

  private static final long DAY = 86_400_000L;
  private static final int CUSTOMERS = 3_000;
  private static final int DAYS = 360;
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  /**
   * An order with what was known when it came, whether its money went back, and whether another
   * came within 30 days.
   */
  private record Moment(
      int orders,
      double meanGap,
      double valueRatio,
      int visits,
      boolean moneyBack,
      boolean again) {}

  private static final List<Moment> MOMENTS = new ArrayList<>();
  private static long events;
  private static long guestOrders;
  private static long orders;
  private static final int[] BY_HOUR = new int[24];

  @BeforeAll
  static void liveThroughTheYear() {
    EventDecoder decoder = new EventDecoder();
    Map<String, List<Event>> byCustomer = new HashMap<>();
    RetailSimulator simulator =
        new RetailSimulator(SimulatorOptions.of(11, Instant.ofEpochMilli(START), CUSTOMERS));
    for (FeedEvent feed = simulator.next();
        feed.ts() < START + DAYS * DAY;
        feed = simulator.next()) {
      Event event = ((Decoded.Accepted) decoder.decode(feed.stream(), feed.value())).event();
      events++;
      BY_HOUR[(int) (event.ts() / 3_600_000 % 24)]++;
      if (event.type() == EventType.ORDER_PLACED) {
        orders++;
        guestOrders += event.customerId() == null ? 1 : 0;
      }
      if (event.customerId() != null) {
        byCustomer.computeIfAbsent(event.customerId(), k -> new ArrayList<>()).add(event);
      }
    }
    byCustomer.values().forEach(SimulatedBehaviourTest::moments);
  }

  private static void moments(List<Event> history) {
    List<SalesEvent> placed = new ArrayList<>();
    int views = 0;
    double spent = 0;
    for (int i = 0; i < history.size(); i++) {
      Event event = history.get(i);
      views += event.type() == EventType.PAGE_VIEW ? 1 : 0;
      if (event.type() == EventType.ORDER_PLACED) {
        SalesEvent sale = (SalesEvent) event;
        placed.add(sale);
        spent += sale.value();
        int n = placed.size();
        if (n >= 3 && event.ts() < START + (DAYS - 30) * DAY) {
          double gap = (event.ts() - placed.get(0).ts()) / (double) DAY / (n - 1);
          double ratio = Math.log(sale.value() / (spent / n));
          MOMENTS.add(
              new Moment(n, gap, ratio, views, moneyBack(history, sale), again(history, i)));
        }
        views = 0;
      }
    }
  }

  private static boolean moneyBack(List<Event> history, SalesEvent order) {
    return history.stream()
        .filter(SalesEvent.class::isInstance)
        .map(SalesEvent.class::cast)
        .filter(e -> e.orderId().equals(order.orderId()))
        .anyMatch(e -> e.type() == EventType.REFUNDED || e.type() == EventType.CANCELLED);
  }

  private static boolean again(List<Event> history, int i) {
    long until = history.get(i).ts() + 30 * DAY;
    for (int j = i + 1; j < history.size() && history.get(j).ts() <= until; j++) {
      if (history.get(j).type() == EventType.ORDER_PLACED) {
        return true;
      }
    }
    return false;
  }

  /** Area under the ROC curve of a score, ties counted half. */
  private static double auc(List<Moment> moments, ToDoubleFunction<Moment> score) {
    List<Moment> sorted =
        moments.stream()
            .sorted((a, b) -> Double.compare(score.applyAsDouble(a), score.applyAsDouble(b)))
            .toList();
    double positives = 0;
    double ranks = 0;
    for (int i = 0; i < sorted.size(); ) {
      int j = i;
      while (j < sorted.size()
          && score.applyAsDouble(sorted.get(j)) == score.applyAsDouble(sorted.get(i))) {
        j++;
      }
      for (int k = i; k < j; k++) {
        if (sorted.get(k).again()) {
          positives++;
          ranks += (i + j + 1) / 2.0;
        }
      }
      i = j;
    }
    double negatives = sorted.size() - positives;
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
  }

  private static List<Moment> where(Predicate<Moment> condition) {
    return MOMENTS.stream().filter(condition).toList();
  }

  private static double shareAgain(List<Moment> moments) {
    return moments.stream().filter(Moment::again).count() / (double) moments.size();
  }

  @Test
  void hasTheStatedVolumeAndShareOfGuests() {
    assertThat(events / (double) CUSTOMERS / DAYS).isBetween(0.75, 0.85);
    assertThat(guestOrders / (double) orders).isBetween(0.025, 0.037);
  }

  @Test
  void sellsInTheEveningAndHardlyAtNight() {
    assertThat(BY_HOUR[20]).isGreaterThan(10 * BY_HOUR[4]);
  }

  @Test
  void anotherOrderWithinThirtyDaysIsAnOpenQuestion() {
    assertThat(shareAgain(MOMENTS)).isBetween(0.4, 0.6);
  }

  @Test
  void theCustomersOwnRhythmTellsMuchButNotAll() {
    assertThat(auc(MOMENTS, m -> -m.meanGap())).isBetween(0.65, 0.80);
    assertThat(auc(MOMENTS, Moment::orders)).isBetween(0.58, 0.75);
  }

  @Test
  void aBigBasketMeansTheOppositeForNewAndForLoyalCustomers() {
    assertThat(auc(where(m -> m.orders() < 6), Moment::valueRatio)).isGreaterThan(0.54);
    assertThat(auc(where(m -> m.orders() >= 6), Moment::valueRatio)).isLessThan(0.44);
    assertThat(auc(MOMENTS, Moment::valueRatio)).isBetween(0.45, 0.55);
  }

  @Test
  void whoGetsMoneyBackComesBackLess() {
    assertThat(shareAgain(where(m -> m.orders() < 10 && m.moneyBack())))
        .isLessThan(shareAgain(where(m -> m.orders() < 10 && !m.moneyBack())) - 0.08);
  }
}
