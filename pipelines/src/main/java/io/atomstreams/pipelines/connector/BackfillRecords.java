package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.BackfillRecord.Step;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Histories of added features on the topic {@code backfill}: packed state, the rest in headers. */
public final class BackfillRecords implements KafkaRecordDeserializationSchema<BackfillRecord> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(BackfillRecords.class);

  /**
   * As it is written.
   *
   * @param topic full name
   * @param key empty of what goes to every group of keys
   */
  public static ProducerRecord<byte[], byte[]> write(
      String topic, Step step, FeatureAddition addition, String key, byte[] packed) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), packed);
    record
        .headers()
        .add(Headers.STEP, Headers.text(step.name().toLowerCase(Locale.ROOT)))
        .add(Headers.ADDITION, Headers.text(addition.id()))
        .add(Headers.NUMBER, Headers.text(String.valueOf(addition.number())));
    return record;
  }

  /** What is no such record is passed over: nobody waits for it, and the job must not stop. */
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<BackfillRecord> out) {
    BackfillRecord read;
    try {
      read = read(record);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}-{}@{} is passed over: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return;
    }
    out.collect(read);
  }

  private static BackfillRecord read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      throw new IllegalArgumentException("it has no key or no value");
    }
    return new BackfillRecord(
        Step.valueOf(Headers.text(record.headers(), Headers.STEP).toUpperCase(Locale.ROOT)),
        Headers.text(record.headers(), Headers.ADDITION),
        Integer.parseInt(Headers.text(record.headers(), Headers.NUMBER)),
        new String(record.key(), StandardCharsets.UTF_8),
        record.value(),
        new SourcePosition(record.topic(), record.partition(), record.offset()));
  }

  @Override
  public TypeInformation<BackfillRecord> getProducedType() {
    return CodecTypeInformation.backfill();
  }
}
