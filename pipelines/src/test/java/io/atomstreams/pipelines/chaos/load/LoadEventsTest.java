package io.atomstreams.pipelines.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadEventsTest {

  private static final long APPENDED_AT = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
  private static final LoadEvents EVENTS = new LoadEvents(new LoadEvents.Options(7, 1_000, 0.2));

  private final IntakeReader reader =
      new IntakeReader(
          new EventContract.Options(
              Instant.parse("2000-01-01T00:00:00Z"), Duration.ofHours(1), EventClock.wall()));

  @Test
  void anEventIsAFunctionOfItsNumber() {
    LoadEvents again = new LoadEvents(new LoadEvents.Options(7, 1_000, 0.2));
    for (long number : new long[] {0, 1, 999, 50_000_000_000L}) {
      FeedEvent one = EVENTS.event(number, Mood.PLAIN);
      FeedEvent other = again.event(number, Mood.PLAIN);
      assertThat(one.key()).isEqualTo(other.key());
      assertThat(one.value()).isEqualTo(other.value());
    }
  }

  @Test
  void byTheirClockNoneIsAheadBeforeTheLastButThoseOfAClockFarAhead() {
    long now = LoadEvents.clock().now(APPENDED_AT);
    long last = EVENTS.most() - 1;

    for (long number = last - 1_000; number <= last; number++) {
      assertThat(EVENTS.event(number, Mood.PLAIN).ts()).isLessThan(now);
    }
    assertThat(LongStream.range(0, 1_000).map(n -> EVENTS.event(n, Mood.AHEAD).ts()))
        .anyMatch(ts -> ts > now);
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    LoadEvents other = new LoadEvents(new LoadEvents.Options(8, 1_000, 0.2));

    assertThat(LongStream.range(0, 100).mapToObj(n -> text(other, n, Mood.PLAIN)).toList())
        .isNotEqualTo(LongStream.range(0, 100).mapToObj(n -> text(EVENTS, n, Mood.PLAIN)).toList());
  }

  @Test
  void mostAreEventsOfAKnownCustomerAndEveryFaultIsAmongTheRest() {
    Map<String, Integer> ids = new HashMap<>();
    int refused = 0;
    int guests = 0;
    int orders = 0;
    for (long number = 0; number < 10_000; number++) {
      Intake intake = read(EVENTS.event(number, Mood.PLAIN));
      if (intake.isRefused()) {
        refused++;
      } else {
        ids.merge(intake.event().eventId(), 1, Integer::sum);
        guests += intake.hasEntity() ? 0 : 1;
        orders += intake.event().type() == EventType.ORDER_PLACED ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(20, 100);
    assertThat(ids.values().stream().filter(times -> times > 1).count()).isBetween(50L, 150L);
    assertThat(guests).isBetween(10, 100);
    assertThat(orders).isBetween(1_700, 2_300);
  }

  @Test
  void aRepeatedEventIsTheSameToTheByteUnderTheSameKey() {
    Map<String, FeedEvent> first = new HashMap<>();
    int repeated = 0;
    for (long number = 0; number < 10_000; number++) {
      FeedEvent event = EVENTS.event(number, Mood.PLAIN);
      Intake intake = read(event);
      if (!intake.isRefused()) {
        FeedEvent before = first.putIfAbsent(intake.event().eventId(), event);
        if (before != null && before.ts() == event.ts() && before.key().equals(event.key())) {
          assertThat(event.value()).isEqualTo(before.value());
          repeated++;
        }
      }
    }
    assertThat(repeated).isPositive();
  }

  @Test
  void nothingIsAnEventInAPoisonedMinute() {
    long refused =
        LongStream.range(0, 1_000)
            .filter(n -> read(EVENTS.event(n, Mood.POISON)).isRefused())
            .count();

    // but for those that repeat an earlier one
    assertThat(refused).isGreaterThan(950);
  }

  @Test
  void aSkewedLoadIsMostlyOfOneCustomer() {
    long ofOne =
        LongStream.range(0, 1_000)
            .filter(n -> EVENTS.event(n, Mood.SKEWED).key().equals("shop0|c0"))
            .count();

    assertThat(ofOne).isGreaterThan(800);
  }

  @Test
  void aClockThatRunsAheadIsThatOfOneShop() {
    List<FeedEvent> moved =
        LongStream.range(0, 2_000)
            .mapToObj(n -> EVENTS.event(n, Mood.AHEAD))
            .filter(e -> e.ts() > Instant.parse("2025-01-02T12:00:00Z").toEpochMilli())
            .toList();

    assertThat(moved).hasSizeBetween(100, 300).allMatch(event -> event.key().startsWith("shop0|"));
    assertThat(moved).anyMatch(event -> read(event).isRefused());
    assertThat(moved).anyMatch(event -> !read(event).isRefused());
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatThrownBy(() -> new LoadEvents.Options(1, 0, 0.5)).hasMessageContaining("customers");
    assertThatThrownBy(() -> new LoadEvents.Options(1, 1, 1.5)).hasMessageContaining("orders");
  }

  private Intake read(FeedEvent event) {
    return reader.read(
        event.stream(),
        new SourcePosition(event.stream().topic(), 0, 0),
        event.key().getBytes(StandardCharsets.UTF_8),
        event.value(),
        APPENDED_AT,
        0);
  }

  private static String text(LoadEvents events, long number, Mood mood) {
    return new String(events.event(number, mood).value(), StandardCharsets.UTF_8);
  }
}
