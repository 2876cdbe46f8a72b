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
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BenchEventsTest {

  private final EventDecoder decoder = new EventDecoder();
  private final IntakeReader reader =
      new IntakeReader(
          new EventContract.Options(Instant.EPOCH, Duration.ofDays(1), EventClock.wall()));

  @Test
  void everyEventHasTheStatedSizeAndIsPlainAndAccepted() {
    for (int customers : new int[] {10, 20_000, 50_000_000}) {
      BenchEvents events = new BenchEvents(3_000, customers, 0.1);
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
    BenchEvents events = new BenchEvents(50_000, 1_000, 0.1);
    int orders = 0;
    while (events.hasNext()) {
      orders += events.next().stream() == EventType.Stream.SALES ? 1 : 0;
    }
    assertThat(orders / 50_000.0).isCloseTo(0.1, within(0.01));
  }
}
