package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.OutputJsonLines;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.LogRecords;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrainingSetCommandTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Path CONF = Path.of("..", "flink-conf");

  private final FeatureList features =
      ScoringConfig.read(CONF.resolve("pipelines").resolve("scoring.yaml")).features();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @Test
  void writesTheSameRowsFromFilesAndFromTheTopic() throws Exception {
    Path log = Files.createDirectory(directory.resolve("log"));
    Files.write(log.resolve("features.jsonl"), values().stream().map(this::line).toList());

    int exitCode =
        run("--label", "purchase_30d", "--feature-log", log.toString(), "--out", at("files"));

    assertThat(exitCode).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "openings 4 = rows 2 + immature 1 + answer seen 0 + of other feature lists 1",
            "of list old: 1",
            "1 of 2 rows positive");
    assertThat(Files.readAllLines(directory.resolve("files").resolve("rows.csv")))
        .satisfiesExactly(
            header -> assertThat(header).startsWith("entity,eventId,ts,asOf,label,orders_1h,"),
            row -> assertThat(row).startsWith("acme|a,e0,0,0,1,7.0,,0.0"),
            row -> assertThat(row).startsWith("acme|a,e1,86400000,86400000,0,8.0,,0.0"));

    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      fill(kafka);
      assertThat(
              run(
                  "--label",
                  "purchase_30d",
                  "--bootstrap-server",
                  kafka.bootstrapServers(),
                  "--out",
                  at("topic")))
          .as(err.toString())
          .isZero();
    }
    for (String file : List.of("rows.csv", "manifest.json")) {
      assertThat(directory.resolve("topic").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("files").resolve(file));
    }
  }

  @Test
  void takesVectorsOfAnotherListIfAskedAndBoundsTheirTime() throws Exception {
    Path log = Files.createDirectory(directory.resolve("log"));
    Files.write(log.resolve("features.jsonl"), values().stream().map(this::line).toList());
    String[] arguments = {
      "--label",
      "churn_30d",
      "--feature-log",
      log.toString(),
      "--list-hash",
      "old",
      "--from",
      "1970-01-03T00:00:00Z",
      "--to",
      "1970-01-03T00:00:00.001Z",
      "--format",
      "jsonl",
      "--out",
      at("old")
    };

    assertThat(run(arguments)).as(err.toString()).isZero();
    assertThat(Files.readAllLines(directory.resolve("old").resolve("rows.jsonl")))
        .containsExactly(
            "{\"entity\":\"acme|b\",\"eventId\":\"e2\",\"ts\":172800000,\"asOf\":172800000,\"label\":1,\"features\":{\"v0\":9.0}}");
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains("has a manifest.json already");
  }

  @Test
  void answersAWrongLabelAndAMissingLog() {
    assertThat(run("--label", "purchase", "--feature-log", at(""), "--out", at("x"))).isEqualTo(1);
    assertThat(err.toString()).contains("there is no label 'purchase'", "purchase_30d");
    assertThat(run("--label", "purchase_30d", "--out", at("x"))).isEqualTo(2);
    assertThat(
            run(
                "--label",
                "churn_30d",
                "--feature-log",
                at(""),
                "--bootstrap-server",
                "x:1",
                "--out",
                at("x")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("mutually exclusive");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("training-set", "--conf", CONF.toString()));
    all.addAll(List.of(arguments));
    return AtomRun.execute(out, err, all.toArray(String[]::new));
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private List<byte[]> values() {
    FeatureAvro avro = new FeatureAvro();
    return log().stream().map(avro::encode).toList();
  }

  private List<FeatureRecord> log() {
    return List.of(
        order("a", 0, 0, 7),
        order("a", DAY, 1, 8),
        LogRecords.record(
            "b", "order_placed", 2 * DAY, 2 * DAY, FeatureRecord.Outcome.SCORED, "old", 2, 9),
        order("c", 80 * DAY, 3, 10),
        LogRecords.view("z", 90 * DAY, 4));
  }

  private FeatureRecord order(String customer, long ts, int offset, float first) {
    float[] vector = new float[features.size()];
    vector[0] = first;
    vector[1] = Float.NaN;
    return LogRecords.record(
        customer,
        "order_placed",
        ts,
        ts,
        FeatureRecord.Outcome.SCORED,
        features.hash(),
        offset,
        vector);
  }

  private String line(byte[] value) {
    return new OutputJsonLines("")
        .line(new ConsumerRecord<>(Topic.FEATURES.baseName(), 0, 0, new byte[0], value));
  }

  private void fill(EmbeddedKafka kafka) throws Exception {
    AtomRun created =
        AtomRun.of("topics", "create", "--bootstrap-server", kafka.bootstrapServers());
    assertThat(created.exitCode()).as(created.err()).isZero();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      int partition = 0;
      for (byte[] value : values()) {
        producer
            .send(new ProducerRecord<>(Topic.FEATURES.baseName(), partition++ % 4, null, value))
            .get();
      }
    }
  }
}
