package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.KafkaEndpoints;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReplayCommandTest {

  private static final Path CONF = Path.of("..", "flink-conf");
  private static final int EVENTS = 2_000;

  /** Far in the future and slow, so that the simulator's days are past whenever this runs. */
  private static final EventClock CLOCK = new EventClock(1577836800000L, 1893456000000L, 0.001);

  private static final String CLOCK_TEXT = "1577836800000,1893456000000,0.001";

  @TempDir Path directory;

  private final ScoringConfig config =
      ScoringConfig.read(CONF.resolve(Path.of("pipelines", "scoring.yaml"))).withClock(CLOCK);
  private String broker;
  private Map<String, String> client;

  /** Without models, as the record was made. */
  private AtomRun replay(String... arguments) {
    List<String> all = new ArrayList<>(List.of("replay", "--bootstrap-server", broker));
    all.addAll(List.of("--conf", CONF.toString(), "--models", directory.toString()));
    all.addAll(List.of("--event-clock", CLOCK_TEXT));
    all.addAll(List.of(arguments));
    return AtomRun.of(all.toArray(String[]::new));
  }

  @Test
  void verifiesARecordNamesADifferenceAndReplaysHistory() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      broker = kafka.bootstrapServers();
      client = Map.of("bootstrap.servers", broker);
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 2, (short) 1));
      }
      List<ProducerRecord<byte[], byte[]>> inputs = new ArrayList<>();
      for (Intake intake : SimulatedIntakes.of(5, EVENTS, config).all()) {
        inputs.add(new ProducerRecord<>(intake.source().topic(), intake.key(), intake.raw()));
      }
      send(inputs);

      withoutARecord();
      List<Output> outputs = record();
      aSoundRecord();
      aPlantedDifference(outputs);
    }
  }

  private void withoutARecord() throws Exception {
    AtomRun history = replay("--json");
    assertThat(history.exitCode()).as(history.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(history.out());
    assertThat(json.get("order").asText()).isEqualTo("event_time");
    assertThat(json.get("inputs").asInt()).isEqualTo(EVENTS);
    assertThat(json.get("outcomes").get("scored").asInt()).isPositive();
    assertThat(json.get("deadLetters").has("late")).isFalse();
    assertThat(json.has("comparison")).isFalse();
    AtomRun verify = replay("--verify");
    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(verify.err()).contains("nothing can be verified: the topic features is empty");
  }

  /** What the job would have written. */
  private List<Output> record() throws Exception {
    KafkaEventDeserializer deserializer = KafkaEndpoints.reader(config);
    List<Intake> intakes = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(client, KafkaEndpoints.topics(config), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> intakes.add(deserializer.read(record)));
    }
    List<Output> outputs = OfflineRun.outputs(intakes, config.withModels(directory.toString()));
    OutputSerializer serializer = new OutputSerializer("");
    send(outputs.stream().map(serializer::serialize).toList());
    return outputs;
  }

  private void aSoundRecord() throws Exception {
    Path out = directory.resolve("out");
    AtomRun sound = replay("--verify", "--out", out.toString(), "--parallelism", "1");
    assertThat(sound.exitCode()).as(sound.err() + sound.out()).isZero();
    assertThat(sound.out())
        .contains("history: sales-events holds ", "; 0 before them are gone")
        .contains(
            "replayed 2,000 inputs of 30 entities by the recorded order, 2,000 of them wanted")
        .containsPattern("features +same [0-9,]+, different 0, missing 0, added 0\n")
        .containsPattern("dead-letters +same [0-9,]+, different 0, missing 0, added 0\n")
        .doesNotContain("first difference", "left out");
    assertThat(Files.readAllLines(out.resolve("features.jsonl"))).hasSizeGreaterThan(EVENTS / 2);

    AtomRun again = replay("--out", out.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already; give --out another directory");

    AtomRun part = replay("--verify", "--to", "2025-12-20T00:00:00Z", "--json");
    JsonNode json = new ObjectMapper().readTree(part.out());
    assertThat(part.exitCode()).isZero();
    assertThat(json.get("written").asInt()).isPositive().isLessThan(EVENTS);

    AtomRun history = replay("--history");
    assertThat(history.exitCode()).isZero();
    assertThat(history.out())
        .containsPattern("outcome differs on [0-9,]+ records\n")
        .containsPattern("page_views_7d differs on [0-9,]+ of [0-9,]+ vectors\n")
        .contains("first difference: features of ");
  }

  private void aPlantedDifference(List<Output> outputs) throws Exception {
    FeatureRecord victim =
        outputs.stream()
            .filter(output -> output instanceof FeatureRecord record && record.scored())
            .map(FeatureRecord.class::cast)
            .findFirst()
            .orElseThrow();
    float before = victim.vector()[0];
    // the array is the record's own
    victim.vector()[0] = before + 1;
    send(List.of(new OutputSerializer("").serialize(victim)));

    AtomRun text = replay("--verify");

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .containsPattern("features +same [0-9,]+, different 1, missing 0, added 0\n")
        .containsPattern("orders_1h differs on 1 of [0-9,]+ vectors\n")
        .contains("1 outputs are recorded more than once: the last one counts")
        .contains(
            "first difference: features of %s, order_placed %s of %s #"
                .formatted(victim.source(), victim.eventId(), victim.entity()))
        .contains(
            "orders_1h is recorded as %s, replayed as %s".formatted(victim.vector()[0], before));
    JsonNode json = new ObjectMapper().readTree(replay("--verify", "--json").out());
    JsonNode first = json.get("comparison").get("first");
    assertThat(first.get("field").asText()).isEqualTo("orders_1h");
    assertThat(first.get("source").get("offset").asLong()).isEqualTo(victim.source().offset());
  }

  @Test
  void refusesWhatMakesNoSense() {
    broker = "localhost:1";
    assertThat(replay("--from", "2026-01-02T00:00:00Z", "--to", "2026-01-02T00:00:00Z").err())
        .contains("--from 2026-01-02T00:00:00Z is not before --to 2026-01-02T00:00:00Z");
    assertThat(replay("--parallelism", "0").err()).contains("--parallelism 0: 1 to 128");
    assertThat(replay("--verify", "--history").exitCode()).isEqualTo(2);
    String[] clock = {
      "replay", "--bootstrap-server", broker, "--conf", CONF.toString(), "--event-clock", "1,2"
    };
    assertThat(AtomRun.of(clock).err()).contains("--event-clock 1,2: three numbers");
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings = new HashMap<>(client);
    // a new topic may have no leader yet, and what is in flight then may be retried out of order
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      records.forEach(record -> sent.add(producer.send(record)));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }
}
