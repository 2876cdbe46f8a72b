package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfileCommandTest {

  private static AtomRun profile(String... arguments) {
    List<String> all = new ArrayList<>(List.of("profile", "--conf", "../flink-conf"));
    all.addAll(List.of(arguments));
    return AtomRun.of(all.toArray(String[]::new));
  }

  @Test
  void profilesTheLastRecordsOfATopicAndTheLatestOnProfiles() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      String broker = kafka.bootstrapServers();
      Map<String, String> client = Map.of("bootstrap.servers", broker);
      try (TopicAdmin admin = new TopicAdmin(client)) {
        admin.create(new TopicCatalogue("", 2, (short) 1));
      }
      send(
          client,
          "sales-events",
          "{\"tenant\":\"acme\",\"type\":\"paid\",\"customerId\":4711,\"lines\":[{\"qty\":2},{}]}",
          "{\"tenant\":\"acme\",\"type\":\"paid\",\"customerId\":4712,\"shipTo\":null}",
          "{\"tenant\":\"acme\",\"type\":\"shipped\",\"customerId\":4711}",
          "oops\u001b[2J");

      AtomRun text =
          profile("--bootstrap-server", broker, "--topic", "sales-events", "--last", "100");
      assertThat(text.exitCode()).as(text.err()).isZero();
      assertThat(text.out())
          .containsPattern("sales-events, no tenant, .*: 0 records, 1 that are no JSON object\n")
          .containsPattern("sales-events, tenant acme, 20.* to 20.*: 3 records\n")
          .containsPattern("  field +records +missing +null +distinct +min +p50 +p99 +max +values")
          .containsPattern("  type +3 +0 % +0 % +2 +- +- +- +- +paid 66.7 %, shipped 33.3 %\n")
          .containsPattern("  customerId +3 +0 % +0 % +2 +- +- +- +- +integer\n")
          .containsPattern("  shipTo +1 +66.7 % +100.0 % +0 ")
          .containsPattern("  lines\\[\\].qty +1 +50.0 % +0 % +1 +2 +2 +2 +2 +integer\n")
          .doesNotContain("471")
          .doesNotContain("\u001b");

      AtomRun json =
          profile(
              "--bootstrap-server",
              broker,
              "--topic",
              "sales-events",
              "--last",
              "100",
              "--tenant",
              "acme",
              "--json");
      JsonNode tree = new ObjectMapper().readTree(json.out());
      assertThat(tree.get("records").asInt()).isEqualTo(3);

      assertThat(profile("--bootstrap-server", broker).err())
          .contains("no profile among the last 1,000; is the monitoring job running");
      String later = json.out().strip().replaceFirst("\"from\":(\\d+)", "\"from\":1$1");
      send(client, "profiles", later, json.out().strip());
      AtomRun latest = profile("--bootstrap-server", broker, "--json");
      assertThat(latest.exitCode()).as(latest.err()).isZero();
      assertThat(new ObjectMapper().readTree(latest.out()).get("from"))
          .isEqualTo(new ObjectMapper().readTree(later).get("from"));
      assertThat(profile("--bootstrap-server", broker, "--topic", "alerts").exitCode())
          .isEqualTo(1);

      AtomRun wrong =
          profile("--bootstrap-server", broker, "--topic", "sale-events", "--last", "1");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).contains("there is no topic sale-events; did you mean sales-events?");
      assertThat(profile("--bootstrap-server", broker, "--topic", "alerts", "--last", "5").err())
          .contains("topic alerts has no committed records");
    }
  }

  @Test
  void refusesToGuessWhichTopic() {
    assertThat(profile("--bootstrap-server", "x:1", "--last", "5").err())
        .contains("--last 5 needs --topic");
    assertThat(profile("--bootstrap-server", "x:1", "--topic", "t", "--last", "0").err())
        .contains("--last 0: at least 1");
  }

  private static void send(Map<String, String> client, String topic, String... values)
      throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.copyOf(client), bytes, bytes)) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8))).get();
      }
    }
  }
}
