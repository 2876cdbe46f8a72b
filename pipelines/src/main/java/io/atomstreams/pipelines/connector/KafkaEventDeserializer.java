package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeReader;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads event topics. Decoding happens inside the source because the watermark of each partition
 * needs the event's own time; a record that is no event becomes a refused {@link Intake} and never
 * an exception.
 */
public final class KafkaEventDeserializer implements KafkaRecordDeserializationSchema<Intake> {

  private static final long serialVersionUID = 1;
  private static final Clock WALL = Clock.systemUTC();

  private final HashMap<String, EventType.Stream> streams;
  private final IntakeReader reader;

  /**
   * A deserializer of the event topics.
   *
   * @param streams what each topic, by its full name, carries
   */
  public KafkaEventDeserializer(
      Map<String, EventType.Stream> streams, EventContract.Options validation) {
    this.streams = new HashMap<>(streams);
    this.reader = new IntakeReader(validation);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Intake> out) {
    out.collect(
        reader.read(
            streams.get(record.topic()),
            new SourcePosition(record.topic(), record.partition(), record.offset()),
            record.key(),
            record.value(),
            record.timestamp(),
            wallMicros()));
  }

  private static long wallMicros() {
    Instant now = WALL.instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
  }

  @Override
  public TypeInformation<Intake> getProducedType() {
    return CodecTypeInformation.intake();
  }
}
