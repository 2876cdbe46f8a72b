package io.atomstreams.pipelines.deadletter;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The transactions of one run of {@link Redrive}: made, they shut out every other run; used, each
 * writes a batch and its ledger entries; failed, they leave what is not committed to the next run.
 * Belongs to one thread.
 */
public final class RedriveTransactions implements Redrive.Resender, AutoCloseable {

  /** In front of the installation's prefix: one run at a time for each installation. */
  private static final String TRANSACTIONAL_ID = "atom-redrive-";

  private static final int ROOM_FOR_HEADERS = 1 << 16;
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final RedriveLedger ledger;

  private RedriveTransactions(Producer<byte[], byte[]> producer, RedriveLedger ledger) {
    this.producer = producer;
    this.ledger = ledger;
  }

  /**
   * Takes over from earlier runs of the same installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param prefix of all topic names, possibly empty
   */
  public static RedriveTransactions begin(Map<String, String> client, String prefix) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return begin(client, prefix, new KafkaProducer<>(settings(client, prefix), bytes, bytes));
  }

  static RedriveTransactions begin(
      Map<String, String> client, String prefix, Producer<byte[], byte[]> producer) {
    try {
      // in this order: once this returns, what others wrote is committed or aborted for good
      producer.initTransactions();
      return new RedriveTransactions(producer, RedriveLedger.read(client, prefix));
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  static Map<String, Object> settings(Map<String, String> client, String prefix) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID + prefix);
    settings.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        TopicSettings.LARGEST_DEAD_LETTER + ROOM_FOR_HEADERS);
    return settings;
  }

  RedriveLedger ledger() {
    return ledger;
  }

  @Override
  public List<StoredLetter> send(List<StoredLetter> letters) {
    if (letters.isEmpty()) {
      return List.of();
    }
    List<StoredLetter> tooLarge;
    try {
      producer.beginTransaction();
      tooLarge = write(letters);
      if (tooLarge.isEmpty()) {
        producer.commitTransaction();
        return List.of();
      }
      producer.abortTransaction();
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "the transaction for "
              + letters.get(0).at()
              + " and "
              + (letters.size() - 1)
              + " more failed ("
              + e.getMessage()
              + "); run it again: what was sent is not sent twice",
          e);
    }
    List<StoredLetter> others = new ArrayList<>(letters);
    others.removeAll(tooLarge);
    List<StoredLetter> all = new ArrayList<>(tooLarge);
    all.addAll(send(others));
    return all;
  }

  /** Those the broker finds too large; one is enough to spoil the transaction. */
  private List<StoredLetter> write(List<StoredLetter> letters) {
    Map<StoredLetter, Future<RecordMetadata>> written = new LinkedHashMap<>();
    List<Future<RecordMetadata>> entries = new ArrayList<>();
    KafkaException spoilt = null;
    try {
      for (StoredLetter letter : letters) {
        SourcePosition source = letter.source().orElseThrow();
        written.put(letter, producer.send(record(source, letter)));
        entries.add(producer.send(ledger.entry(source, letter)));
      }
    } catch (KafkaException e) {
      spoilt = e;
    }
    producer.flush();
    List<StoredLetter> tooLarge = new ArrayList<>();
    written.forEach(
        (letter, future) -> {
          if (failure(future) instanceof RecordTooLargeException) {
            tooLarge.add(letter);
          }
        });
    if (tooLarge.isEmpty()) {
      entries.addAll(written.values());
      for (Future<RecordMetadata> future : entries) {
        Throwable failure = failure(future);
        if (failure != null) {
          throw new KafkaException(failure.getMessage(), failure);
        }
      }
      if (spoilt != null) {
        throw spoilt;
      }
    }
    return tooLarge;
  }

  private static ProducerRecord<byte[], byte[]> record(SourcePosition source, StoredLetter letter) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(source.topic(), source.partition(), letter.key(), letter.raw());
    record.headers().add(Headers.REDRIVEN_FROM, Headers.text(source.toString()));
    return record;
  }

  /** Why a record was not written, {@code null} if it was. */
  private static Throwable failure(Future<RecordMetadata> future) {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  /** Aborts what is not committed; a broker that does not answer does so when it times out. */
  @Override
  public void close() {
    producer.close(CLOSED_WITHIN);
  }
}
