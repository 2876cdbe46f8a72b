package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.LogRecords;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeaturesCommandTest {

  private static final long TS = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
  private static final Path CONF = Path.of("..", "flink-conf");
  private static final FeatureList LIST =
      ScoringConfig.read(CONF.resolve(Path.of("pipelines", "scoring.yaml"))).features();

  private static AtomRun features(String... arguments) {
    return AtomRun.of(withConf(arguments));
  }

  private static String[] withConf(String... arguments) {
    List<String> all = new ArrayList<>(List.of("features"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--conf", CONF.toString()));
    return all.toArray(String[]::new);
  }

  @Test
  void listsTheFeaturesInTheOrderOfTheVector() throws Exception {
    String text = features("list").out();
    assertThat(text)
        .startsWith("customer_v1, 24 features, hash " + LIST.hash())
        .containsPattern("18 +return_rate_90d +returned_90d / spend_90d\n")
        .containsPattern(
            "20 +sessions_7d +sessions\\(gap: 30m\\) +customer: of one over 7d, on page_view,");
    JsonNode json = new ObjectMapper().readTree(features("list", "--json").out());
    assertThat(json.get("features").findValuesAsText("name")).isEqualTo(LIST.names());
  }

  @Test
  void describesAFeatureAndKnowsTheNearestName() {
    assertThat(features("describe", "spend_90d").out())
        .contains(
            "spend_90d, position 9 of customer_v1",
            "sum of the value, its unit",
            "90d, reaching back up to 1d further",
            "used by   return_rate_90d");
    assertThat(features("describe", "return_rate_90d", "--json").out())
        .contains("\"formula\":\"returned_90d / spend_90d\"")
        .doesNotContain("window");

    AtomRun wrong = features("describe", "spend_9d");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("customer_v1 has no feature spend_9d; did you mean spend_");
  }

  @Test
  void showsTheLastVectorsByNameAndFollows() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      String broker = kafka.bootstrapServers();
      Map<String, String> client = Map.of("bootstrap.servers", broker);
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 2, (short) 1));
      }
      float[] vector = new float[LIST.size()];
      Arrays.fill(vector, Float.NaN);
      vector[0] = 3;
      vector[18] = 0.25f;
      send(client, scored("c1", LIST.hash(), 1, vector));
      send(client, LogRecords.view("c1", TS, 2));
      send(client, scored("c2", LogRecords.LIST, 3, 7.5f));

      AtomRun all = features("tail", "--bootstrap-server", broker);
      assertThat(all.exitCode()).as(all.err()).isZero();
      assertThat(all.out())
          .startsWith("2026-03-01T10:00:00Z  acme|c1 #2  order_placed e1\n")
          .containsPattern("orders_1h +3 +orders_1d +- ")
          .containsPattern("return_rate_90d +0.250000")
          .containsPattern("acme\\|c2 #4  order_placed e3\n +v0 +7.50\n");
      assertThat(features("tail", "--bootstrap-server", broker, "--last", "1").out())
          .contains("acme|c2")
          .doesNotContain("acme|c1");
      AtomRun one = features("tail", "--bootstrap-server", broker, "--entity", "acme|c1", "--json");
      JsonNode json = new ObjectMapper().readTree(one.out());
      assertThat(json.get("eventId").asText()).isEqualTo("e1");
      assertThat(features("tail", "--bootstrap-server", broker, "--last", "0").err())
          .contains("--last 0: at least 1");

      StringWriter out = new StringWriter();
      Thread follower =
          new Thread(
              () -> {
                String[] tail = {"tail", "--bootstrap-server", broker, "--last", "1", "--follow"};
                int unused = AtomRun.execute(out, new StringWriter(), withConf(tail));
              });
      follower.start();
      awaitText(out, "acme|c2");
      send(client, repaired(scored("c3", LIST.hash(), 4, vector)));
      awaitText(out, "acme|c3 #5  order_placed e4  repaired by qty_bound, fresh\n");
      follower.interrupt();
      follower.join();
      assertThat(out.toString()).doesNotContain("acme|c1");
    }
  }

  @Test
  void triesAnotherListOnTheLastEventsAndWritesNothing(@TempDir Path directory) throws Exception {
    Path proposed = directory.resolve("mine.yaml");
    String shipped = Files.readString(CONF.resolve(Path.of("pipelines", "scoring.yaml")));
    Files.writeString(proposed, shipped.replace("page_views_7d", "views_7d"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      String broker = kafka.bootstrapServers();
      Map<String, String> client = Map.of("bootstrap.servers", broker);
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 2, (short) 1));
      }
      long ts = System.currentTimeMillis();
      String order =
          """
          {"tenant":"acme","eventId":"e1","type":"order_placed","schemaVersion":1,"ts":%d,
           "customerId":"c1","orderId":"o1","currency":"EUR",
           "lines":[{"sku":"a","qty":2,"unitPrice":1500}]}"""
              .formatted(ts);
      for (String value : List.of(order, order, "junk")) {
        send(client, new ProducerRecord<>("sales-events", value.getBytes(StandardCharsets.UTF_8)));
      }

      AtomRun text = features("dry-run", proposed.toString(), "--bootstrap-server", broker);
      assertThat(text.exitCode()).as(text.err()).isZero();
      assertThat(text.out())
          .startsWith("1 events of 1 entities, 2 refused; 1 vectors\n")
          .containsPattern("spend_90d +same +0 +0 +3000 +3000 +3000\n")
          .containsPattern("order_gap_mean_days +same +0 +1 +- +- +-\n")
          .containsPattern("\nviews_7d +new ")
          .containsPattern("\npage_views_7d +gone ");
      AtomRun json =
          features("dry-run", proposed.toString(), "--bootstrap-server", broker, "--json");
      assertThat(new ObjectMapper().readTree(json.out()).get("features")).hasSize(25);
      assertThat(features("tail", "--bootstrap-server", broker).out()).isEmpty();
    }
  }

  private static FeatureRecord scored(String customer, String list, int offset, float... vector) {
    return LogRecords.record(
        customer, "order_placed", TS, TS, Outcome.SCORED, list, offset, vector);
  }

  private static FeatureRecord repaired(FeatureRecord of) {
    return new FeatureRecord(
        of.tenant(),
        of.eventId(),
        of.type(),
        of.ts(),
        of.outcome(),
        of.touched(),
        of.asOf(),
        of.listHash(),
        of.vector(),
        of.source(),
        List.of("qty_bound", "fresh"),
        0);
  }

  private static void send(Map<String, String> client, FeatureRecord record) throws Exception {
    send(client, new OutputSerializer("").serialize(record));
  }

  private static void send(Map<String, String> client, ProducerRecord<byte[], byte[]> record)
      throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(client), bytes, bytes)) {
      producer.send(record).get();
    }
    Thread.sleep(5); // the broker's time orders what lies on two partitions
  }

  private static void awaitText(StringWriter out, String text) throws InterruptedException {
    while (!out.toString().contains(text)) {
      Thread.sleep(20);
    }
  }
}
