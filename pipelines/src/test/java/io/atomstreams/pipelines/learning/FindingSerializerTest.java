package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.Headers;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FindingSerializerTest {

  @Test
  void alertsSayWhichJobRaisedThem() {
    LearningConfig config =
        YamlDocument.parse("learning.yaml", "labels: [churn_30d]")
            .as(
                root ->
                    LearningConfig.of(root, LearningConfigTest.SHIPPED, LearningExamples.FEATURES));
    Alert alert =
        new Alert(
            "id",
            "acme",
            "acme|churn",
            "churn_loss",
            Alert.Severity.WARNING,
            "it moved",
            List.of(),
            1,
            7,
            new SourcePosition("sales-events", 0, 5),
            0);

    ProducerRecord<byte[], byte[]> record =
        new FindingSerializer(config).serialize(alert, null, 7L);

    assertThat(record.topic()).isEqualTo("alerts");
    assertThat(Headers.text(record.headers(), Headers.JOB)).isEqualTo("learning");
    assertThat(Headers.isOfAnotherJob(record.headers())).isTrue();
  }
}
