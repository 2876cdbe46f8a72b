package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that are no events, through a real broker: each comes out as a dead letter, byte for byte
 * and with its reason, the job does not fail once, and what follows is scored.
 */
@Timeout(300)
class EndToEndInputTest {

  private static final long NOW = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  private static final int TWO_MEGABYTES = 2_000_000;
  private static final EventType.Stream SALES = EventType.Stream.SALES;
  private static final EventType.Stream CUSTOMER = EventType.Stream.CUSTOMER;

  @TempDir Path directory;

  /** A record that is sent, and why it is to be refused. */
  private record Poison(EventType.Stream stream, byte[] key, byte[] value, RejectionReason why) {}

  private final List<Poison> poisons = new ArrayList<>();

  private void poison(EventType.Stream stream, byte[] value, RejectionReason why) {
    poisons.add(new Poison(stream, "demo|c1".getBytes(UTF_8), value, why));
  }

  private void poison(EventType.Stream stream, String value, RejectionReason why) {
    poison(stream, value.getBytes(UTF_8), why);
  }

  private static String order(String id) {
    return """
        {"tenant":"demo","eventId":"%s","type":"order_placed","schemaVersion":1,"ts":%d,\
        "customerId":"c1","orderId":"o1","currency":"EUR",\
        "lines":[{"sku":"a","qty":1,"unitPrice":100}]}"""
        .formatted(id, NOW);
  }

  private static String view(String id) {
    return """
        {"tenant":"demo","eventId":"%s","type":"page_view","schemaVersion":1,"ts":%d,\
        "customerId":"c1","sku":"a"}"""
        .formatted(id, NOW);
  }

  private void fillIn() {
    for (EventType.Stream stream : EventType.Stream.values()) {
      poison(stream, (byte[]) null, RejectionReason.EMPTY);
      poison(stream, "", RejectionReason.EMPTY);
      poison(stream, "[" + order("x") + "]", RejectionReason.NOT_JSON);
      poison(stream, "\"text\"", RejectionReason.NOT_JSON);
      poison(stream, order("x") + "}", RejectionReason.NOT_JSON);
      poison(stream, "{\"a\":".repeat(5_000), RejectionReason.NOT_JSON);
      poison(stream, new byte[TWO_MEGABYTES], RejectionReason.TOO_LARGE);
      poison(stream, "x".repeat(1_048_000), RejectionReason.NOT_JSON);
    }
    poison(SALES, order("caf\u00e9").getBytes(ISO_8859_1), RejectionReason.NOT_JSON);
    poison(SALES, view("x"), RejectionReason.UNKNOWN_TYPE);
    poison(CUSTOMER, order("x"), RejectionReason.UNKNOWN_TYPE);
    poison(
        SALES,
        order("x").replace("order_placed", "o".repeat(900_000)),
        RejectionReason.UNKNOWN_TYPE);
    poison(
        SALES,
        order("x").replace("\"ts\":" + NOW, "\"ts\":" + (NOW + Duration.ofDays(400).toMillis())),
        RejectionReason.TIMESTAMP_OUT_OF_BOUNDS);
    poison(
        CUSTOMER,
        view("x").replace("\"ts\":" + NOW, "\"ts\":-1"),
        RejectionReason.TIMESTAMP_OUT_OF_BOUNDS);
    poison(
        SALES,
        order("x").replace("\"schemaVersion\":1", "\"schemaVersion\":2"),
        RejectionReason.UNSUPPORTED_VERSION);
    poison(SALES, order("x").replace("\"c1\"", "\"\\ud800\""), RejectionReason.NOT_JSON);
    poison(CUSTOMER, view("\\udc00\\ud800"), RejectionReason.NOT_JSON);
    poisons.add(
        new Poison(SALES, null, "no key, no event".getBytes(UTF_8), RejectionReason.NOT_JSON));
    byte[] noText = {(byte) 0xff, 0, (byte) 0xfe};
    poisons.add(new Poison(CUSTOMER, noText, noText, RejectionReason.NOT_JSON));
  }

  @Test
  void poisonBecomesDeadLettersAndTheNextOrderIsScored() throws Exception {
    fillIn();
    ScoringConfig config = ScoringConfig.read(ScoringConfigTest.SHIPPED);
    Map<SourcePosition, Poison> sent = new LinkedHashMap<>();
    Map<String, String> settings =
        Map.of("execution.checkpointing.interval", "1s", "state.backend.type", "hashmap");
    try (TestInstallation installation = TestInstallation.start(directory, settings);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED)) {
      takeLargeInputs(installation);
      JobID job = installation.startJob(config);
      SourcePosition order;
      try (KafkaProducer<byte[], byte[]> producer = producer(installation)) {
        for (Poison poison : poisons) {
          sent.put(send(producer, poison.stream(), poison.key(), poison.value()), poison);
        }
        byte[] valid = order("valid").getBytes(UTF_8);
        order = send(producer, SALES, "demo|c1".getBytes(UTF_8), valid);
      }
      PacedFeed.await(count::accounted, sent.size() + 1L, () -> failures(installation, job));
      assertThat(failures(installation, job)).isEqualTo("[]");
      installation.stop(job);

      RecordedRun run = installation.read();
      assertThat(RunCheck.problems(run, config)).isEmpty();
      assertThat(of(run, Topic.PREDICTIONS))
          .singleElement()
          .satisfies(
              record ->
                  assertThat(PredictionJson.read(record.value(), 0).source()).isEqualTo(order));
      Map<SourcePosition, ConsumerRecord<byte[], byte[]>> letters = new LinkedHashMap<>();
      of(run, Topic.DEAD_LETTERS)
          .forEach(letter -> letters.put(Headers.source(letter.headers()), letter));
      assertThat(letters).containsOnlyKeys(sent.keySet());
      sent.forEach((source, poison) -> same(letters.get(source), poison));
    }
  }

  private static void same(ConsumerRecord<byte[], byte[]> letter, Poison poison) {
    assertThat(letter.value()).isEqualTo(poison.value());
    assertThat(letter.key()).isEqualTo(poison.key());
    assertThat(Headers.text(letter.headers(), Headers.REASON)).isEqualTo(poison.why().code());
    assertThat(Headers.text(letter.headers(), Headers.DETAIL)).isNotBlank();
    assertThat(Headers.readAt(letter.headers())).isPresent();
  }

  private static List<ConsumerRecord<byte[], byte[]>> of(RecordedRun run, Topic topic) {
    return run.committed().stream()
        .filter(record -> record.topic().equals(topic.baseName()))
        .toList();
  }

  /** As an operator would who wants to keep records that are too large for events. */
  private static void takeLargeInputs(TestInstallation installation) throws Exception {
    AlterConfigOp larger =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "" + 2 * TWO_MEGABYTES),
            AlterConfigOp.OpType.SET);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
    for (String topic : TestInstallation.topics().inputs()) {
      changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(larger));
    }
    try (Admin admin = Admin.create(Map.copyOf(installation.client()))) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(TestInstallation installation) {
    Map<String, Object> settings = new LinkedHashMap<>(installation.client());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * TWO_MEGABYTES);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static SourcePosition send(
      KafkaProducer<byte[], byte[]> producer, EventType.Stream stream, byte[] key, byte[] value)
      throws Exception {
    String topic = OfflineRun.topic(stream, "");
    RecordMetadata at = producer.send(new ProducerRecord<>(topic, key, value)).get();
    return new SourcePosition(topic, at.partition(), at.offset());
  }

  /** What the job has failed of, as JSON; fails if there is anything. */
  private static String failures(TestInstallation installation, JobID job) {
    URI exceptions = URI.create(installation.flink().webUrl() + "/jobs/" + job + "/exceptions");
    try {
      String answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(exceptions).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      int from = answer.indexOf("\"entries\":") + "\"entries\":".length();
      assertThat(answer.substring(from)).startsWith("[]");
      return answer.substring(from, from + 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
