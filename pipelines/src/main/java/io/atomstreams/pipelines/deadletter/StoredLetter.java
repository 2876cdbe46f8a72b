package io.atomstreams.pipelines.deadletter;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as it stands on its topic. Reading one never fails: what a header does not say is
 * empty.
 *
 * @param at where the dead letter itself stands
 * @param time when the broker took it
 * @param reason a code from {@code RejectionReason}
 * @param source where the input stood that could not be used
 * @param key the input's key, {@code null} if it had none
 * @param raw the input's value, {@code null} if it had none or it was not kept
 */
public record StoredLetter(
    SourcePosition at,
    Instant time,
    String reason,
    String detail,
    Optional<SourcePosition> source,
    byte[] key,
    byte[] raw) {

  /** Oldest first; the records of one key, which share a partition, stay in their order. */
  static final Comparator<StoredLetter> BY_TIME =
      Comparator.comparing(StoredLetter::time)
          .thenComparing(letter -> letter.at().partition())
          .thenComparing(letter -> letter.at().offset());

  static StoredLetter read(ConsumerRecord<byte[], byte[]> record) {
    return new StoredLetter(
        new SourcePosition(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        text(record, Headers.REASON),
        text(record, Headers.DETAIL),
        source(record),
        record.key(),
        record.value());
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : Headers.text(record.headers(), name);
  }

  private static Optional<SourcePosition> source(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(Headers.source(record.headers()));
    } catch (IllegalArgumentException absentOrNoNumber) {
      return Optional.empty();
    }
  }

  /** Key and value together, bytes. */
  int bytes() {
    return (key == null ? 0 : key.length) + (raw == null ? 0 : raw.length);
  }
}
