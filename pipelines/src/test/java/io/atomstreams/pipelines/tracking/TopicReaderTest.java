package io.atomstreams.pipelines.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicReaderTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  @Test
  void readsToTheEndThatItsIsolationSeesAndFollows() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(Map.copyOf(client))) {
        admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
      }
      try (KafkaProducer<byte[], byte[]> producer = producer(client);
          TopicReader committed =
              new TopicReader(client, Set.of("t"), IsolationLevel.READ_COMMITTED);
          TopicReader uncommitted =
              new TopicReader(client, Set.of("t"), IsolationLevel.READ_UNCOMMITTED)) {
        producer.initTransactions();
        send(producer, 3);
        producer.commitTransaction();
        send(producer, 2);
        producer.flush();

        List<Long> offsets = new ArrayList<>();
        assertThat(committed.readToEnd(record -> offsets.add(record.offset()))).isEqualTo(3);
        // the commit marker takes an offset of its own
        assertThat(committed.end()).containsEntry(PARTITION, 4L);
        assertThat(uncommitted.readToEnd(record -> {})).isEqualTo(5);

        producer.abortTransaction();
        assertThat(committed.readToEnd(record -> offsets.add(record.offset()))).isZero();
        assertThat(offsets).containsExactly(0L, 1L, 2L);

        send(producer, 1);
        producer.commitTransaction();
        while (offsets.size() < 4) {
          committed.poll(Duration.ofMillis(100), record -> offsets.add(record.offset()));
        }
        assertThat(committed.beginning()).containsEntry(PARTITION, 0L);
      }
      assertThatThrownBy(() -> new TopicReader(client, Set.of("u"), IsolationLevel.READ_COMMITTED))
          .hasMessage("topic u does not exist");
    }
  }

  @Test
  void aFollowerGoesOnFromWhatIsKeptWhereRecordsAreGone() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(Map.copyOf(client));
          KafkaProducer<byte[], byte[]> producer = producer(client)) {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        producer.initTransactions();
        send(producer, 5);
        producer.commitTransaction();
        TopicReader reader = new TopicReader(client, Set.of("t"), IsolationLevel.READ_COMMITTED);
        awaitCommitMarkers(reader);
        BlockingQueue<Long> offsets = new LinkedBlockingQueue<>();
        Runnable lose =
            () -> {
              var deleted = admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(3)));
              assertThat(deleted.all().toCompletionStage().toCompletableFuture())
                  .succeedsWithin(Duration.ofSeconds(30));
              reader.goTo(Map.of(PARTITION, 0L));
            };
        TopicFollower follower =
            new TopicFollower(
                "test", () -> reader, record -> offsets.add(record.offset()), lose, e -> {});
        for (long offset :
            new long[] {0, 1, 2, 3, 4, 3, 4}) { // from 0 once more, of which 3 is left
          assertThat(offsets.poll(30, TimeUnit.SECONDS)).isEqualTo(offset);
        }
        follower.close();
      }
    }
  }

  @Test
  void findsTheLastWantedRecordsHoweverFarBackTheyStand() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(Map.copyOf(client))) {
        admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get();
      }
      // on partition 0 the even times to 400; on partition 1 odd ones, each after 60 unwanted
      try (KafkaProducer<byte[], byte[]> producer = producer(client)) {
        producer.initTransactions();
        producer.beginTransaction();
        for (long time = 0; time < 400; time++) {
          int partition = (int) (time % 2);
          for (int i = 0; i < 60 * partition; i++) {
            var unused = producer.send(new ProducerRecord<>("t", 1, time, null, new byte[0]));
          }
          var unused =
              producer.send(new ProducerRecord<>("t", partition, time, null, new byte[] {1}));
        }
        producer.commitTransaction();
      }
      try (TopicReader reader =
          new TopicReader(client, Set.of("t"), IsolationLevel.READ_COMMITTED)) {
        awaitCommitMarkers(reader);
        for (int count : new int[] {1, 2, 9, 50, 399, 400, 1000}) {
          assertThat(reader.last(count, record -> record.value().length == 1))
              .extracting(ConsumerRecord::timestamp)
              .isEqualTo(LongStream.range(Math.max(0, 400 - count), 400).boxed().toList());
        }
        assertThat(reader.last(3, record -> false)).isEmpty();
        assertThat(reader.poll(Duration.ofMillis(200), record -> {})).isZero();
      }
    }
  }

  /** A commit has returned before its records can be seen: the markers follow it. */
  private static void awaitCommitMarkers(TopicReader reader) throws Exception {
    while (reader.end().containsValue(0L)) {
      Thread.sleep(10);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, String> client) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", client.get("bootstrap.servers"), "transactional.id", "x");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      producer.send(new ProducerRecord<>("t", 0, null, new byte[] {(byte) i})).get();
    }
  }
}
