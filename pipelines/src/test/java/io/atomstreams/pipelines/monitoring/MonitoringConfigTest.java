package io.atomstreams.pipelines.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitoringConfigTest {

  static final Path SHIPPED = Path.of("..", "flink-conf", "pipelines", "monitoring.yaml");

  private static MonitoringConfig config(String yaml) {
    return YamlDocument.parse("monitoring.yaml", yaml).as(MonitoringConfig::of);
  }

  @Test
  void theShippedSettingsProfileTheEventTopicsAndShowEnumerationsOnly() {
    MonitoringConfig shipped = MonitoringConfig.read(SHIPPED);
    assertThat(shipped.profiles().topics()).containsExactly("sales-events", "customer-events");
    assertThat(shipped.profiles().window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(shipped.profiles().options().topValues())
        .contains("type", "currency", "payment", "device", "channel")
        .doesNotContain("customerId", "text", "sku", "shipTo");
    assertThat(shipped.profiles().options().countsOnly())
        .contains("customerId", "text", "orderId", "shipTo");
    assertThat(shipped.kafka().groupId()).isEqualTo("atom-monitoring");
  }

  @Test
  void topicsOfThePlatformGetThePrefix() {
    MonitoringConfig config =
        config("{kafka: {topicPrefix: eu.}, profiles: {topics: [alerts, legacy-orders]}}");
    assertThat(config.profiles().topics()).containsExactly("eu.alerts", "legacy-orders");
    assertThat(config.withWindow(Duration.ofSeconds(2)).profiles().window())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void refusesTopicsThatAreNoJson() {
    assertThatThrownBy(
            () -> config("profiles: {topics: [features, dead-letters, profiles], windw: 1m}"))
        .hasMessageContaining("profiles.topics names features, must be topics of JSON records")
        .hasMessageContaining("names dead-letters")
        .hasMessageContaining("names profiles")
        .hasMessageContaining("profiles.windw is not an option; did you mean profiles.window?");
    assertThatThrownBy(() -> config("profiles: {topics: []}"))
        .hasMessageContaining("profiles.topics is empty, must name at least one topic");
  }

  @Test
  void refusesToShowPersonalValues() {
    assertThatThrownBy(() -> config("profiles: {topValues: [type, customerId]}"))
        .hasMessageContaining("topValues names customerId, but values of customerId are not shown");
  }
}
