package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  @Test
  void theCommandLinesServersWinOverTheFiles() {
    KafkaSettings settings = read("kafka: {bootstrapServers: 'a:9093,b:9093'}");
    assertThat(settings.servers(Optional.empty())).isEqualTo("a:9093,b:9093");
    assertThat(settings.servers(Optional.of("c:1"))).isEqualTo("c:1");
  }

  @Test
  void serversNamedNowhereAreAProblem() {
    KafkaSettings settings = read("kafka: {}");
    assertThatThrownBy(() -> settings.servers(Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kafka.bootstrapServers is missing");
  }

  @Test
  void settingsOfAllClientsReachEachOfThemAndGiveWayToItsOwn() {
    KafkaSettings settings =
        read(
            """
            kafka:
              client: {security.protocol: SASL_SSL, receive.buffer.bytes: 1000}
              consumer: {receive.buffer.bytes: 2000}
              producer: {linger.ms: 7}
            """);
    KafkaClients clients = new KafkaClients(settings, "a:1");
    assertThat(clients.common())
        .containsOnly(
            Map.entry("bootstrap.servers", "a:1"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("receive.buffer.bytes", "1000"));
    assertThat(clients.admin())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsKey("default.api.timeout.ms");
    assertThat(KafkaClients.consumer(settings))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("receive.buffer.bytes", "2000");
    assertThat(KafkaClients.producer(settings))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("receive.buffer.bytes", "1000")
        .containsEntry("linger.ms", "7")
        .containsEntry("transaction.timeout.ms", "900000");
  }

  @Test
  void readsCommittedUnlessAskedOtherwise() {
    assertThat(KafkaClients.isolation(read("kafka: {}"))).isEqualTo(IsolationLevel.READ_COMMITTED);
    assertThat(
            KafkaClients.isolation(read("kafka: {consumer: {isolation.level: read_uncommitted}}")))
        .isEqualTo(IsolationLevel.READ_UNCOMMITTED);
  }

  static KafkaSettings read(String yaml) {
    return YamlDocument.parse("test.yaml", yaml)
        .as(root -> KafkaSettings.read(root.section("kafka"), "atom-test"));
  }
}
