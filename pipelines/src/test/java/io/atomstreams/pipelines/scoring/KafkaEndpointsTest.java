package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaEndpointsTest {

  @Test
  void readsCommittedUnlessAskedOtherwise() {
    ScoringConfig.Kafka shipped = ScoringConfig.read(ScoringConfigTest.SHIPPED).kafka();
    assertThat(KafkaEndpoints.consumer(shipped)).containsEntry("isolation.level", "read_committed");

    ScoringConfig.Kafka asked =
        new ScoringConfig.Kafka(
            shipped.topicPrefix(),
            shipped.groupId(),
            shipped.transactionalIdPrefix(),
            shipped.transactionTimeout(),
            shipped.mapped(),
            Map.of("isolation.level", "read_uncommitted"),
            shipped.producer());
    assertThat(KafkaEndpoints.consumer(asked)).containsEntry("isolation.level", "read_uncommitted");
  }
}
