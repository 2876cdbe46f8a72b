package io.atomstreams.pipelines.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(0, 2_505_000), ZoneOffset.UTC);
  private final LatencyHistogram latency = new LatencyHistogram(clock);

  @Test
  void measuresFromTheHeaderToTheReadersClock() {
    latency.record(new OutputRecords().of(OutputRecords.prediction(0)));
    assertThat(latency.maxMicros()).isCloseTo(2_500, within(2L));
  }

  @Test
  void passesOverARecordWithoutTheHeader() {
    latency.record(new ConsumerRecord<>("t.predictions", 0, 0, new byte[0], new byte[0]));
    assertThat(latency.count()).isZero();
    assertThat(latency.percentileMicros(50)).isZero();
  }

  @Test
  void tellsPercentilesToThreeDigitsAndClampsTheRest() {
    for (int micros = 1; micros <= 10_000; micros++) {
      latency.recordMicros(micros);
    }
    assertThat(latency.percentileMicros(50)).isCloseTo(5_000, within(8L));
    assertThat(latency.percentileMicros(99)).isCloseTo(9_900, within(8L));
    latency.reset();
    latency.recordMicros(-7);
    assertThat(latency.maxMicros()).isZero();
    latency.recordMicros(Long.MAX_VALUE);
    assertThat(latency.maxMicros()).isBetween(3_600_000_000L, 3_610_000_000L);
  }
}
