package io.atomstreams.pipelines.report.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.report.source.Archive.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicArchiveTest {

  private static EmbeddedKafka kafka;
  private static Map<String, String> client;
  private static Set<String> names;

  @BeforeAll
  static void startsABroker() throws Exception {
    kafka = EmbeddedKafka.start();
    client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(TopicCatalogue.of("eu."));
      names = admin.names();
    }
    write();
  }

  @AfterAll
  static void stopsIt() {
    kafka.close();
  }

  /** Two that are committed, one that is no prediction, a dead letter; and one taken back. */
  private static void write() throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "report-test");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String id : List.of("p1", "p2")) {
        ProducerRecord<byte[], byte[]> record = prediction(id);
        record.headers().add(Headers.READ_AT, Headers.instant(1));
        producer.send(record).get();
      }
      producer.send(new ProducerRecord<>("eu.predictions", bytes("k"), bytes("{}"))).get();
      producer.send(deadLetter()).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(prediction("p3")).get();
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> prediction(String id) {
    Prediction prediction = FileArchiveTest.prediction(id, "shop", 1_000);
    return new ProducerRecord<>(
        "eu.predictions", bytes("shop|c7"), new PredictionJson().encode(prediction));
  }

  /** Of an input without a value. */
  private static ProducerRecord<byte[], byte[]> deadLetter() {
    ProducerRecord<byte[], byte[]> dead =
        new ProducerRecord<>("eu.dead-letters", bytes("shop|c7"), null);
    dead.headers().add(Headers.REASON, Headers.text("not_json"));
    dead.headers().add(Headers.SOURCE_TOPIC, Headers.text("eu.sales-events"));
    dead.headers().add(Headers.SOURCE_PARTITION, Headers.text("0"));
    dead.headers().add(Headers.SOURCE_OFFSET, Headers.text("5"));
    return dead;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatIsCommittedAndCountsWhatItCannotRead() {
    List<Sighting> seen = new ArrayList<>();

    Archive.Tally tally = new TopicArchive(client, "eu.", names).read(Span.ALL, seen::add);

    assertThat(seen)
        .extracting(Sighting::value)
        .containsExactlyInAnyOrder(
            FileArchiveTest.prediction("p1", "shop", 1_000),
            FileArchiveTest.prediction("p2", "shop", 1_000),
            new Sighting.Refusal("not_json", "shop", "eu.sales-events", true));
    assertThat(seen)
        .filteredOn(sighting -> sighting.value() instanceof Prediction)
        .allSatisfy(
            sighting -> assertThat(sighting.latencyMicros()).isEqualTo(sighting.at() * 1_000 - 1));
    assertThat(tally.read()).isEqualTo(Map.of("predictions", 2L, "dead-letters", 1L));
    assertThat(tally.unreadable()).isEqualTo(Map.of("predictions", 1L));
  }

  @Test
  void aSpanIsOfTheBrokersClock() {
    List<Sighting> all = new ArrayList<>();
    TopicArchive archive = new TopicArchive(client, "eu.", names);
    archive.read(Span.ALL, all::add);
    long last = all.stream().mapToLong(Sighting::at).max().orElseThrow();

    assertThat(archive.read(new Span(1, last + 1), sighting -> {}).read())
        .containsEntry("predictions", 2L);
    assertThat(archive.read(new Span(last + 1, Long.MAX_VALUE), sighting -> {}).read()).isEmpty();
    assertThat(archive.read(new Span(1, 1_000), sighting -> {}).read()).isEmpty();
  }

  @Test
  void anotherPrefixIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicArchive(client, "us.", names))
        .withMessageContaining("there is no topic us.predictions")
        .withMessageContaining("kafka.topicPrefix");
  }
}
