package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events to the event topics; closing it waits until the broker has them all. */
final class EventProducer implements AutoCloseable {

  /** Its client id, by which its threads can be told. */
  static final String NAME = "bench-feed";

  private final KafkaProducer<byte[], byte[]> producer;
  private final String prefix;
  private volatile Exception failure;

  EventProducer(Map<String, String> client, String prefix) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, NAME);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // to a topic made a moment ago the first request may fail and the second be taken: the first
    // would then be out of order for ever
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.prefix = prefix;
  }

  /**
   * Sends one event, soon.
   *
   * @throws IllegalStateException if an earlier one could not be sent
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns of failures
  void send(FeedEvent event) {
    check();
    producer.send(
        new ProducerRecord<>(
            prefix + event.stream().topic(),
            event.key().getBytes(StandardCharsets.UTF_8),
            event.value()),
        (metadata, e) -> failure = e == null ? failure : e);
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException(
          "an event could not be sent: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    producer.close();
    check();
  }
}
