package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.EventDecoder;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BenchEventsTest {

  private final EventDecoder decoder = new EventDecoder();
  private final IntakeReader reader =
      new IntakeReader(
          new EventContract.Options(Instant.EPOCH, Duration.ofDays(1), EventClock.wall()));

  @Test
  void everyEventHasTheStatedSizeAndIsPlainAndAccepted() {
    for (int customers : new int[] {10, 20_000, 50_000_000}) {
      double skew = customers == 20_000 ? 1 : 0;
      BenchEvents events = new BenchEvents(new Workload(3_000, customers, skew, 0.1));
      while (events.hasNext()) {
        FeedEvent event = events.next();
        assertThat(event.value()).hasSize(BenchEvents.BYTES);
        SourcePosition source = new SourcePosition("t", 0, 0);
        assertThat(reader.read(event.stream(), source, null, event.value(), event.ts(), 0))
            .satisfies(intake -> assertThat(intake.reason()).isNull());
        assertThat(decoder.plain(event.stream(), event.value())).isNotNull();
      }
    }
  }

  @Test
  void theStatedShareAreOrders() {
    BenchEvents events = new BenchEvents(new Workload(50_000, 1_000, 0, 0.1));
    int orders = 0;
    while (events.hasNext()) {
      orders += events.next().stream() == EventType.Stream.SALES ? 1 : 0;
    }
    assertThat(orders / 50_000.0).isCloseTo(0.1, within(0.01));
  }

  /** Taken with the release whose figures the README holds others against. */
  @Test
  void evenDrawsGiveTheEventsThatEarlierFiguresWereMeasuredWith() throws Exception {
    assertThat(digest(new BenchEvents(new Workload(3_000, 20_000, 0, 0.1))))
        .isEqualTo("154c1a1bb19c8ec63d653fc0f49b1de03f51b9925e0dd832e44f175ca1209381");
  }

  @Test
  void theSameWorkloadGivesTheSameEvents() throws Exception {
    Workload workload = new Workload(3_000, 1_000_000, 1, 0.5);
    assertThat(digest(new BenchEvents(workload))).isEqualTo(digest(new BenchEvents(workload)));
  }

  @Test
  void skewedCustomersAndProductsAreDrawnByZipfsLaw() {
    int count = 100_000;
    BenchEvents events = new BenchEvents(new Workload(count, 1_000_000, 1, 1));
    Map<String, Integer> customers = new HashMap<>();
    Map<String, Integer> products = new HashMap<>();
    while (events.hasNext()) {
      FeedEvent event = events.next();
      assertThat(event.stream()).isEqualTo(EventType.Stream.SALES);
      customers.merge(event.key(), 1, Integer::sum);
      String json = new String(event.value(), StandardCharsets.UTF_8);
      products.merge(json.substring(json.indexOf("\"sku\"")).split("\"", 5)[3], 1, Integer::sum);
    }
    assertThat(events.customersDrawn()).isEqualTo(customers.size());
    assertThat(events.productsDrawn()).isEqualTo(products.size());
    assertHarmonic(customers, count, 1_000_000);
    assertHarmonic(products, count, 10_000);
  }

  /** The first, second and tenth most frequent have 1, 1/2 and 1/10 of the first one's share. */
  private static void assertHarmonic(Map<String, Integer> drawn, int count, int ranks) {
    double first = count / IntStream.rangeClosed(1, ranks).mapToDouble(k -> 1.0 / k).sum();
    List<Integer> frequencies = drawn.values().stream().sorted(Comparator.reverseOrder()).toList();
    for (int rank : new int[] {1, 2, 10}) {
      double expected = first / rank;
      assertThat((double) frequencies.get(rank - 1))
          .isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  private static String digest(BenchEvents events) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    while (events.hasNext()) {
      FeedEvent event = events.next();
      digest.update(event.key().getBytes(StandardCharsets.UTF_8));
      digest.update(event.value());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
