package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What must be equal of two records with one claim: key, value, and of a dead letter why it is one.
 * Wall time in the headers is no part of it.
 */
record Content(byte[] key, byte[] value, String why) {

  static Content of(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    return new Content(record.key(), record.value(), why(topic, record.headers()));
  }

  static Content of(Topic topic, ProducerRecord<byte[], byte[]> record) {
    return new Content(record.key(), record.value(), why(topic, record.headers()));
  }

  private static String why(Topic topic, org.apache.kafka.common.header.Headers headers) {
    return topic == Topic.DEAD_LETTERS
        ? Headers.text(headers, Headers.REASON) + ": " + Headers.text(headers, Headers.DETAIL)
        : "";
  }

  boolean same(Content other) {
    return Arrays.equals(value, other.value)
        && Arrays.equals(key, other.key)
        && why.equals(other.why);
  }

  /** 64 bits that differ where contents differ, but for one case in 2⁶⁴. */
  long fingerprint() {
    return mixed(mixed(mixed(1, key), value), why.getBytes(StandardCharsets.UTF_8));
  }

  private static long mixed(long seed, byte[] bytes) {
    long hash = seed * 31 + (bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      for (byte b : bytes) {
        hash = (hash ^ b) * 0x100000001B3L;
      }
    }
    return hash ^ (hash >>> 29);
  }

  /** In words, for a person who looks for the difference. */
  String words(Topic topic) {
    String about = key == null ? "" : new String(key, StandardCharsets.UTF_8) + " → ";
    if (topic == Topic.DEAD_LETTERS) {
      return about + why + " (" + (value == null ? "no value" : value.length + " bytes") + ")";
    }
    if (topic != Topic.FEATURES) {
      return about + new String(value, StandardCharsets.UTF_8);
    }
    FeatureRecord record = FeatureAvro.read(value, 0);
    return "%s%s %s %s as of %d %s"
        .formatted(
            about,
            record.outcome(),
            record.eventId(),
            record.touched(),
            record.asOf(),
            Arrays.toString(record.vector()));
  }
}
