package io.atomstreams.pipelines.backfill;

import io.atomstreams.operators.feature.BackfillRecord.Step;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.pipelines.connector.BackfillRecords;
import io.atomstreams.pipelines.connector.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what controls the job: all or nothing of a history. Made, it shuts out every other one of
 * the same installation, so that two people do not add at once. Belongs to one thread.
 */
final class ControlWriter implements AutoCloseable {

  /** In front of the installation's prefix. */
  private static final String TRANSACTIONAL_ID = "atom-features-add-";

  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);
  private static final byte[] NOTHING = {};

  private final Map<String, String> client;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  /**
   * Takes over from earlier ones.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  ControlWriter(Map<String, String> client, String topicPrefix) {
    this.client = Map.copyOf(client);
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID + topicPrefix);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) WITHIN.toMillis());
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    topic = Topic.BACKFILL.in(topicPrefix);
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  /**
   * Makes an addition known. Not in a transaction: whoever is told of the addition finds it, and a
   * transaction's end reaches two topics at two times.
   */
  void declare(ProducerRecord<byte[], byte[]> spec) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> plain = new KafkaProducer<>(settings, bytes, bytes)) {
      plain.send(spec).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the addition could not be written to " + spec.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** Takes an addition back that the job has refused. */
  void forget(ProducerRecord<byte[], byte[]> spec) {
    declare(new ProducerRecord<>(spec.topic(), spec.partition(), spec.key(), null));
  }

  /** Puts an addition in force that was declared. */
  void begin(FeatureAddition addition) {
    write(out -> out.accept(BackfillRecords.write(topic, Step.BEGIN, addition, "", NOTHING)));
  }

  /** Hands out the histories of an addition and ends it. */
  void history(EntityHistories histories, FeatureAddition addition) {
    write(
        out -> {
          histories.forEach(
              (key, packed) ->
                  out.accept(BackfillRecords.write(topic, Step.HISTORY, addition, key, packed)));
          out.accept(BackfillRecords.write(topic, Step.END, addition, "", NOTHING));
        });
  }

  /** In one transaction; a failed one leaves nothing. */
  private void write(Consumer<Consumer<ProducerRecord<byte[], byte[]>>> records) {
    producer.beginTransaction();
    try {
      records.accept(this::send);
      producer.commitTransaction();
    } catch (RuntimeException e) {
      try {
        producer.abortTransaction();
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the commit fails if it has failed
  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  @Override
  public void close() {
    producer.close(CLOSED_WITHIN);
  }
}
