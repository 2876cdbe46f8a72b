package io.atomstreams.pipelines.bench.crayfish;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills the input topic. Keys are four bytes, as the authors' are; partitions take turns, where
 * theirs are drawn by the key, so that all subtasks have the same to do.
 */
final class ImageProducer implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final int partitions;
  private volatile Exception failure;

  ImageProducer(Map<String, String> client, int partitions, String compression) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.partitions = partitions;
  }

  /**
   * Sends images 0 to {@code images} - 1 and waits until the broker has them.
   *
   * @return bytes of all values
   * @throws IllegalStateException if one could not be sent
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns of failures
  long send(long images, Clock clock) {
    RandomImages records = new RandomImages();
    long bytes = 0;
    for (long id = 0; id < images && failure == null; id++) {
      byte[] value = records.record(id, clock.millis());
      byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt((int) id).array();
      int partition = (int) (id % partitions);
      bytes += value.length;
      producer.send(
          new ProducerRecord<>(ImageScoringJob.INPUT, partition, key, value),
          (metadata, e) -> failure = e == null ? failure : e);
    }
    producer.flush();
    if (failure != null) {
      throw new IllegalStateException(
          "an image could not be sent: " + failure.getMessage(), failure);
    }
    return bytes;
  }

  @Override
  public void close() {
    producer.close();
  }
}
