package io.atomstreams.pipelines.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.profile.FieldProfile;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as it is shipped but for the length of its windows, through a failure and a savepoint.
 */
@Timeout(180)
class MonitoringEndToEndTest {

  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final Map<String, Integer> sent = new HashMap<>();
  private EmbeddedKafka kafka;
  private EmbeddedFlink flink;

  @BeforeEach
  void startCluster() {
    kafka = EmbeddedKafka.start();
    try (TopicAdmin admin = new TopicAdmin(client())) {
      admin.create(TopicCatalogue.of(""));
    }
    flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration(), 1, 2));
  }

  @AfterEach
  void stopCluster() {
    if (flink != null) {
      flink.close();
    }
    kafka.close();
  }

  private Configuration configuration() {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(
            MonitoringConfigTest.SHIPPED.getParent().getParent().toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    configuration.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, Duration.ofMillis(50));
    return configuration;
  }

  private JobID start(String savepoint) {
    Configuration configuration = configuration();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    MonitoringJob.define(env, quick(), kafka.bootstrapServers());
    JobID job = flink.submit(env.getStreamGraph()).getJobID();
    flink.awaitRunning(job, RUNNING_WITHIN);
    return job;
  }

  /** The shipped settings with short windows that wait for nothing. */
  private static MonitoringConfig quick() {
    MonitoringConfig shipped = MonitoringConfig.read(MonitoringConfigTest.SHIPPED);
    MonitoringConfig.Profiles profiles = shipped.profiles();
    return new MonitoringConfig(
        shipped.kafka(),
        new MonitoringConfig.Profiles(
            profiles.topics(),
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMillis(200),
            profiles.lateness(),
            profiles.options()));
  }

  private Map<String, String> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private void send(int count) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(client()), bytes, bytes)) {
      for (int i = 0; i < count; i++) {
        String tenant = i % 10 == 0 ? "small" : "large";
        String json =
            "{\"tenant\":\"%s\",\"type\":\"paid\",\"n\":%d,\"customerId\":\"c%d\"}"
                .formatted(tenant, i, i);
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>("sales-events", json.getBytes(StandardCharsets.UTF_8)));
        sent.merge(tenant, 1, Integer::sum);
      }
      producer.send(new ProducerRecord<>("customer-events", new byte[] {'x'})).get();
      sent.merge("", 1, Integer::sum);
    }
  }

  /** Committed profiles; none may be there twice but those of a window written again. */
  private List<TopicProfile> profiles() throws Exception {
    Map<String, TopicProfile> byId = new HashMap<>();
    List<byte[]> values = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(client(), List.of("profiles"), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> values.add(record.value()));
    }
    for (byte[] value : values) {
      assertThat(ProfileJsonTest.SCHEMA.validate(JSON.readTree(value))).isEmpty();
      TopicProfile profile = ProfileJson.read(value);
      byId.merge(
          profile.id(),
          profile,
          (before, after) -> {
            assertThat(after.profile().records()).isGreaterThan(before.profile().records());
            return after;
          });
    }
    return List.copyOf(byId.values());
  }

  private Map<String, Integer> counted() throws Exception {
    Map<String, Integer> counted = new HashMap<>();
    for (TopicProfile profile : profiles()) {
      long records = profile.profile().records() + profile.profile().unreadable();
      counted.merge(profile.tenant(), (int) records, Integer::sum);
    }
    return counted;
  }

  @Test
  void everyRecordIsInTheProfileOfItsWindowOnce() throws Exception {
    JobID job = start(null);
    send(5_000);
    awaitCounted();
    send(5_000);
    flink.startTaskManager();
    flink.killTaskManager(0);
    send(5_000);
    awaitCounted();
    send(5_000);
    String savepoint =
        flink.stopWithSavepoint(job, directory.resolve("savepoints").toUri().toString());
    start(savepoint);
    send(5_000);
    awaitCounted();
    checkFields();
  }

  /** Until what has been sent by now is on committed profiles. */
  private void awaitCounted() throws Exception {
    Map<String, Integer> wanted = Map.copyOf(sent);
    while (!covers(counted(), wanted)) {
      Thread.sleep(500);
      send(20); // later records end the windows of earlier ones
    }
  }

  /** Whether at least so many were counted, none more than were sent. */
  private boolean covers(Map<String, Integer> counted, Map<String, Integer> wanted) {
    counted.forEach((tenant, count) -> assertThat(count).isLessThanOrEqualTo(sent.get(tenant)));
    return wanted.entrySet().stream()
        .allMatch(entry -> counted.getOrDefault(entry.getKey(), 0) >= entry.getValue());
  }

  private void checkFields() throws Exception {
    TopicProfile large =
        profiles().stream()
            .filter(profile -> profile.tenant().equals("large"))
            .max(java.util.Comparator.comparingLong(profile -> profile.profile().records()))
            .orElseThrow();
    assertThat(large.topic()).isEqualTo(Topic.SALES_EVENTS.baseName());
    assertThat(large.to() - large.from()).isEqualTo(1_000);
    assertThat(large.profile().fields())
        .extracting(FieldProfile::path)
        .containsExactly("customerId", "n", "tenant", "type");
    assertThat(large.profile().fields()).allSatisfy(field -> assertThat(field.missing()).isZero());
    assertThat(large.profile().fields().get(0).top()).isEmpty();
    assertThat(large.profile().fields().get(3).top()).hasSize(1);
  }
}
