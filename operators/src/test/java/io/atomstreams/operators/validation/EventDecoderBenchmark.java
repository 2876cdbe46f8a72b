package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one record cost before it reaches its entity: decoding alone, without the short way for
 * plain events, and decoding with all checks? The budget is 15 % of the scoring job's CPU.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventDecoderBenchmark {

  private static final long NOW = Instant.parse("2024-06-01T00:00:00Z").toEpochMilli();

  private final EventDecoder decoder = new EventDecoder();
  private final IntakeReader reader =
      new IntakeReader(
          new EventContract.Options(Instant.EPOCH, Duration.ofHours(1), EventClock.wall()));
  private final SourcePosition source = new SourcePosition("sales-events", 0, 1);
  private final byte[] order =
      """
      {"tenant":"acme","eventId":"01HZX3Q6","type":"order_placed","schemaVersion":1,\
      "ts":%d,"customerId":"c-1729","orderId":"o-42","currency":"EUR","lines":[\
      {"sku":"85123A","qty":6,"unitPrice":255},{"sku":"71053","qty":6,"unitPrice":339,\
      "discount":100}],"device":"mobile","channel":"web"}"""
          .formatted(NOW)
          .getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public Decoded decode() {
    return decoder.decode(EventType.Stream.SALES, order);
  }

  @Benchmark
  public Decoded decodeAnyJson() {
    return EventDecoder.decodeAnyJson(EventType.Stream.SALES, order);
  }

  @Benchmark
  public Intake decodeAndCheck() {
    return reader.read(EventType.Stream.SALES, source, null, order, NOW, 1);
  }
}
