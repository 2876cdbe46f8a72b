package io.atomstreams.pipelines.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedKafkaTest {

  @Test
  void hidesAnOpenTransactionFromReadCommittedReadersOnly() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        KafkaProducer<String, String> producer = producer(kafka, "t")) {
      create(kafka, "shop");
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, "committed");
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, "aborted");
      producer.flush();

      assertThat(read(kafka, "read_uncommitted", 2)).containsExactly("committed", "aborted");
      assertThat(read(kafka, "read_committed", 1)).containsExactly("committed");

      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, "second");
      producer.commitTransaction();
      assertThat(read(kafka, "read_committed", 2)).containsExactly("committed", "second");
    }
  }

  @Test
  void movesOnFromABusyPortAndSaysSo() throws Exception {
    try (ServerSocket busy = new ServerSocket()) {
      busy.bind(Ports.loopback(0));
      int wanted = busy.getLocalPort();
      try (EmbeddedKafka kafka =
          EmbeddedKafka.start(EmbeddedKafka.Settings.temporary().onPort(wanted))) {
        assertThat(kafka.port().moved()).isTrue();
        assertThat(kafka.port().number()).isGreaterThan(wanted);
        assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + kafka.port().number());
      }
    }
  }

  @Test
  void neverCreatesATopicByAccident() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Admin admin = Admin.create(clientSettings(kafka))) {
      assertThatThrownBy(() -> admin.describeTopics(Set.of("nobody-made-me")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void opensADirectoryThatWasUsedBefore(@TempDir Path directory) throws Exception {
    EmbeddedKafka.Settings kept = EmbeddedKafka.Settings.temporary().in(directory);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(kept)) {
      create(kafka, "shop");
      try (KafkaProducer<String, String> producer = producer(kafka, null)) {
        send(producer, "still here");
      }
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(kept)) {
      assertThat(read(kafka, "read_committed", 1)).containsExactly("still here");
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  @Test
  void leavesNoThreadsAndNoFilesBehindAndClosesQuickly() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EmbeddedKafka kafka = EmbeddedKafka.start();
    long begin = System.nanoTime();
    kafka.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

    assertThat(Files.exists(kafka.directory())).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread) && thread.isAlive() && !thread.isDaemon())
        .isEmpty();
    assertThat(millis).as("ms to close").isLessThan(5_000);
  }

  @Test
  void saysWhereAndWhyItDoesNotStart() {
    EmbeddedKafka.Settings wrong =
        EmbeddedKafka.Settings.temporary().with("listeners", "PLAINTEXT://192.0.2.1:1");
    assertThatThrownBy(() -> EmbeddedKafka.start(wrong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no Kafka broker on 127.0.0.1:");
  }

  private static void create(EmbeddedKafka kafka, String topic) throws Exception {
    try (Admin admin = Admin.create(clientSettings(kafka))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static Map<String, Object> clientSettings(EmbeddedKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, String transaction) {
    Map<String, Object> settings =
        transaction == null
            ? clientSettings(kafka)
            : Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", transaction);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
    producer.send(new ProducerRecord<>("shop", "k", value)).get();
  }

  private static List<String> read(EmbeddedKafka kafka, String isolation, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("shop", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
      consumer
          .poll(Duration.ofMillis(300))
          .forEach(unexpected -> values.add("more: " + unexpected.value()));
    }
    return values;
  }
}
