package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.deadletter.DeadLetterReader;
import io.atomstreams.pipelines.deadletter.LetterFilter;
import io.atomstreams.pipelines.deadletter.Redrive;
import io.atomstreams.pipelines.deadletter.RedriveTransactions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An order that a wrong setting refuses, the setting put right, the dead letter sent again: the job
 * scores it once, and does not see what an aborted attempt to send it has written.
 */
@Timeout(300)
class RedriveEndToEndTest {

  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final String SALES = Topic.SALES_EVENTS.baseName();
  private static final byte[] KEY = "demo|c1".getBytes(UTF_8);
  private static final byte[] ORDER =
      """
      {"tenant":"demo","eventId":"e1","type":"order_placed","schemaVersion":1,"ts":%d,\
      "customerId":"c1","orderId":"o1","currency":"EUR",\
      "lines":[{"sku":"a","qty":1,"unitPrice":100}]}"""
          .formatted(NOW.toEpochMilli())
          .getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void whatAWrongSettingRefusedIsScoredOnceAfterTheFix() throws Exception {
    ScoringConfig right = ScoringConfig.read(ScoringConfigTest.SHIPPED);
    ScoringConfig wrong = acceptingFrom(right, NOW.plusSeconds(1));
    Map<String, String> settings =
        Map.of("execution.checkpointing.interval", "1s", "state.backend.type", "hashmap");
    try (TestInstallation installation = TestInstallation.start(directory, settings);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      write(installation, Map.of());
      JobID job = installation.startJob(wrong);
      PacedFeed.await(count::accounted, 1, () -> {});
      String savepoint = installation.stop(job);

      job = installation.startJob(right, 1, savepoint);
      write(installation, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "aborts"));
      assertThat(redrive(installation)).containsExactly(Redrive.Outcome.SENT);
      assertThat(redrive(installation)).containsExactly(Redrive.Outcome.SENT_BEFORE);
      PacedFeed.await(count::accounted, 2, () -> {});
      installation.stop(job);

      RecordedRun run = installation.read();
      assertThat(RunCheck.accounting(run, "").exact()).isTrue();
      assertThat(run.inputs()).hasSize(2);
      ConsumerRecord<byte[], byte[]> again = run.inputs().get(1);
      assertThat(again.key()).isEqualTo(KEY);
      assertThat(again.value()).isEqualTo(ORDER);
      assertThat(Headers.text(again.headers(), Headers.REDRIVEN_FROM))
          .isEqualTo(position(run.inputs().get(0)).toString());
      assertThat(run.committed())
          .filteredOn(record -> record.topic().equals(Topic.PREDICTIONS.baseName()))
          .singleElement()
          .satisfies(
              record ->
                  assertThat(PredictionJson.read(record.value(), 0).source())
                      .isEqualTo(position(again)));
    }
  }

  private static SourcePosition position(ConsumerRecord<byte[], byte[]> record) {
    return new SourcePosition(record.topic(), record.partition(), record.offset());
  }

  private static ScoringConfig acceptingFrom(ScoringConfig config, Instant earliest) {
    return new ScoringConfig(
        config.kafka(),
        config.mapped(),
        config.time(),
        new EventContract.Options(
            earliest, config.validation().maxAhead(), config.validation().clock()),
        config.entity(),
        config.entityBufferBytes(),
        config.features(),
        config.orderValueAlert(),
        config.scoredTypes(),
        config.scorers(),
        config.contract(),
        config.privacy());
  }

  /** Sends the order; in a transaction, only to take it back. */
  private static void write(TestInstallation installation, Map<String, String> more)
      throws Exception {
    Map<String, Object> settings = new LinkedHashMap<>(installation.client());
    settings.putAll(more);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      if (!more.isEmpty()) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      producer.send(new ProducerRecord<>(SALES, KEY, ORDER)).get();
      if (!more.isEmpty()) {
        producer.abortTransaction();
      }
    }
  }

  private static List<Redrive.Outcome> redrive(TestInstallation installation) {
    Map<String, String> client = installation.client();
    List<Redrive.Outcome> outcomes = new ArrayList<>();
    try (RedriveTransactions transactions = RedriveTransactions.begin(client, "")) {
      Redrive redrive =
          Redrive.through(
              transactions,
              topic -> TestInstallation.topics().partitions(),
              (letter, result) -> outcomes.add(result.outcome()));
      new DeadLetterReader(client, "").read(LetterFilter.ALL, redrive::accept);
      redrive.finish();
    }
    return outcomes;
  }
}
