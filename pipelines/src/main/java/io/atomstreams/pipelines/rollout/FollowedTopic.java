package io.atomstreams.pipelines.rollout;

import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes to the topic {@code models}, followed, and a producer that is opened when something is
 * first appended. Decisions go to {@code audit} as well.
 */
final class FollowedTopic implements ModelLog.Connection {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedTopic.class);
  private static final long ANSWER_WITHIN_MS = 30_000;

  private final Map<String, String> client;
  private final String topicPrefix;
  private final ModelLog.Listener listener;
  private final TopicFollower follower;
  private KafkaProducer<byte[], byte[]> producer;
  private long heard = -1;
  private boolean closed;
  private RuntimeException failure;

  FollowedTopic(Map<String, String> client, String topicPrefix, ModelLog.Listener listener) {
    this.client = client;
    this.topicPrefix = topicPrefix;
    this.listener = listener;
    this.follower =
        new TopicFollower(
            "model-log",
            () -> KafkaModelLog.reader(client, topicPrefix),
            this::hear,
            () -> {},
            this::lose);
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    KafkaModelLog.accept(record, listener);
    synchronized (this) {
      heard = record.offset();
      notifyAll();
    }
  }

  private synchronized void lose(RuntimeException why) {
    failure = why;
    notifyAll();
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void append(RolloutEntry entry) {
    byte[] value = RolloutJson.encode(entry);
    long offset = send(Topic.MODELS, RolloutJson.key(entry), value);
    awaitHeard(offset);
    if (entry instanceof Activation || entry instanceof Abandonment || entry instanceof Noted) {
      audit(entry, value);
    }
  }

  /** What holds stands in the log already; that it cannot be repeated must not stop anything. */
  private void audit(RolloutEntry entry, byte[] value) {
    try {
      send(Topic.AUDIT, RolloutJson.key(entry), value);
    } catch (IllegalStateException e) {
      LOG.warn("a decision could not be written to the audit: {}", entry, e);
    }
  }

  private long send(Topic topic, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.in(topicPrefix), 0, key.getBytes(StandardCharsets.UTF_8), value);
    try {
      return producer().send(record).get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS).offset();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "topic %s cannot be written: %s".formatted(record.topic(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + record.topic() + " is written", e);
    }
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      Map<String, Object> settings = new HashMap<>(client);
      settings.put(ProducerConfig.ACKS_CONFIG, "all");
      settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
      settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  private synchronized void awaitHeard(long offset) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_WITHIN_MS);
    while (heard < offset) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (failure != null) {
        throw new IllegalStateException("the log of models is not followed any more", failure);
      }
      if (left <= 0 || closed) {
        throw new IllegalStateException(
            "offset %d of %s was written and does not come back"
                .formatted(offset, Topic.MODELS.in(topicPrefix)));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the log of models is read", e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
    }
    follower.close();
  }
}
