package io.atomstreams.pipelines.backfill;

import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * How far back the topics reach that a history is made of.
 *
 * @param since event time of the first record in the partition that was cut latest; empty if
 *     retention has taken nothing yet
 * @param topic on which that is
 * @param until event time of the last input
 */
record KeptHistory(Optional<Instant> since, String topic, Instant until) {

  /** Looks at the event topics and at the log of what was accepted. */
  static KeptHistory look(ScoringConfig config, Map<String, String> client) {
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(config);
    ToLongFunction<ConsumerRecord<byte[], byte[]>> ofInput =
        record -> {
          Intake intake = deserializer.read(record);
          return intake.isRefused() ? Intake.NO_TIME : intake.ts();
        };
    String log = Topic.FEATURES.in(config.kafka().topicPrefix());
    Found found = new Found();
    for (String topic : KafkaEndpoints.topics(config)) {
      found.look(client, topic, KafkaClients.isolation(config.kafka()), ofInput);
      found.last(client, topic, KafkaClients.isolation(config.kafka()), ofInput);
    }
    found.look(
        client,
        log,
        IsolationLevel.READ_COMMITTED,
        record -> FeatureAvro.read(record.value(), 0).ts());
    if (!found.emptied.isEmpty()) {
      found.later(found.until, found.emptied);
    }
    return new KeptHistory(
        found.since == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(found.since)),
        found.topic,
        Instant.ofEpochMilli(Math.max(0, found.until)));
  }

  /** Whether a window of that length is full at the end of what there is. */
  boolean fills(Duration window) {
    return since.isEmpty() || !since.get().isAfter(until.minus(window));
  }

  private static final class Found {
    private long since = Long.MIN_VALUE;
    private long until = Long.MIN_VALUE;
    private String topic = "";

    /** A topic with a partition that retention has emptied. */
    private String emptied = "";

    /** The first record of every partition of which something is gone. */
    void look(
        Map<String, String> client,
        String name,
        IsolationLevel isolation,
        ToLongFunction<ConsumerRecord<byte[], byte[]>> time) {
      try (TopicReader reader = new TopicReader(client, List.of(name), isolation)) {
        Map<TopicPartition, Long> end = reader.end();
        Map<TopicPartition, Long> first = new HashMap<>();
        reader
            .beginning()
            .forEach(
                (partition, offset) -> {
                  if (offset > 0 && offset < end.get(partition)) {
                    first.put(partition, offset + 1);
                  } else if (offset > 0) {
                    emptied = name;
                  }
                });
        Map<TopicPartition, Long> seen = new HashMap<>();
        reader.readTo(
            first,
            record -> {
              TopicPartition partition = new TopicPartition(record.topic(), record.partition());
              if (first.containsKey(partition) && !seen.containsKey(partition)) {
                seen.put(partition, time.applyAsLong(record));
              }
            });
        seen.values().forEach(ts -> later(ts, name));
      }
    }

    private void later(long ts, String name) {
      if (ts > since) {
        since = ts;
        topic = name;
      }
    }

    void last(
        Map<String, String> client,
        String name,
        IsolationLevel isolation,
        ToLongFunction<ConsumerRecord<byte[], byte[]>> time) {
      try (TopicReader reader = new TopicReader(client, List.of(name), isolation)) {
        reader
            .last(1, record -> time.applyAsLong(record) != Intake.NO_TIME)
            .forEach(record -> until = Math.max(until, time.applyAsLong(record)));
      }
    }
  }
}
