package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.connector.TopicAdmin.Finding;
import io.atomstreams.pipelines.connector.TopicAdmin.State;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicAdminTest {

  @Test
  void createsWhatIsMissingAndReportsWhatDiffers() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      TopicCatalogue catalogue = new TopicCatalogue("eu.", 2, (short) 1);
      try (Admin admin = Admin.create(Map.copyOf(client))) {
        admin.createTopics(List.of(new NewTopic("eu.alerts", 3, (short) 1))).all().get();
      }
      try (TopicAdmin topics = new TopicAdmin(client)) {
        assertThat(topics.describe(catalogue))
            .extracting(Finding::state)
            .containsOnly(State.MISSING, State.DIFFERENT);

        for (Finding finding : topics.create(catalogue)) {
          State expected = finding.topic() == Topic.ALERTS ? State.DIFFERENT : State.CREATED;
          assertThat(finding.state()).as(finding.name()).isEqualTo(expected);
        }
        for (Finding finding : topics.create(catalogue)) {
          State expected = finding.topic() == Topic.ALERTS ? State.DIFFERENT : State.PRESENT;
          assertThat(finding.state()).as(finding.name()).isEqualTo(expected);
        }
        Finding alerts =
            topics.describe(catalogue).stream()
                .filter(finding -> finding.topic() == Topic.ALERTS)
                .findFirst()
                .orElseThrow();
        assertThat(alerts.found())
            .hasValueSatisfying(found -> assertThat(found.partitions()).isEqualTo(3));
        assertThat(alerts.differences())
            .containsEntry("partitions", "3, wanted 2")
            .containsEntry("message.timestamp.type", "CreateTime, wanted LogAppendTime")
            .containsEntry("retention.ms", "604800000, wanted 2592000000");
      }
    }
  }

  @Test
  void namesTheClusterThatDoesNotAnswer() {
    Map<String, String> nobody =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "request.timeout.ms", "200",
            "default.api.timeout.ms", "300");
    try (TopicAdmin topics = new TopicAdmin(nobody)) {
      assertThatThrownBy(() -> topics.describe(TopicCatalogue.of("")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("could not list the topics on 127.0.0.1:1: ");
    }
  }

  @Test
  void refusesNamesKafkaWouldRefuse() {
    assertThatThrownBy(() -> TopicCatalogue.of("a b")).hasMessageStartingWith("prefix 'a b': ");
    assertThatThrownBy(() -> new TopicCatalogue("", 0, (short) 1))
        .hasMessage("partitions 0: at least 1");
    assertThatThrownBy(() -> new TopicCatalogue("", 1, (short) 2, 3))
        .hasMessageStartingWith("min in-sync replicas 3: at most the replication factor, 2");
    assertThatThrownBy(() -> new TopicCatalogue("", 1, (short) 2, 0))
        .hasMessageStartingWith("min in-sync replicas 0: at least 1");
    assertThat(TopicCatalogue.of("eu.").inputs())
        .containsExactly("eu.sales-events", "eu.customer-events");
    assertThat(TopicCatalogue.of("").outputs())
        .containsExactly("predictions", "features", "alerts", "dead-letters");
  }

  @Test
  void everyTopicWithAValueFormatHasItsSchemaOnTheClassPath() {
    for (Topic topic : Topic.values()) {
      boolean plain = Set.of(Topic.DEAD_LETTERS, Topic.REDRIVEN, Topic.BACKFILL).contains(topic);
      assertThat(topic.schema().isEmpty()).isEqualTo(plain);
      assertThat(Topic.class.getResource("/schemas/" + topic.schema())).isNotNull();
    }
  }

  @Test
  void wantsAsManyCopiesWrittenAsAskedForAndSaysNothingOtherwise() {
    TopicSettings wanted = new TopicCatalogue("", 4, (short) 3, 2).settings(Topic.PREDICTIONS);
    assertThat(wanted.settings()).containsEntry("min.insync.replicas", "2");
    assertThat(TopicCatalogue.of("").settings(Topic.PREDICTIONS).settings())
        .doesNotContainKey("min.insync.replicas");
  }
}
