package io.atomstreams.pipelines.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordingTest {

  private static final SourcePosition INPUT = new SourcePosition("sales-events", 1, 7);

  private static ProducerRecord<byte[], byte[]> alert(String rule) {
    return new OutputSerializer("")
        .serialize(
            new Alert(
                "id of " + rule,
                "acme",
                "acme|c1",
                rule,
                Alert.Severity.WARNING,
                "it moved",
                List.of(),
                1,
                1000,
                INPUT,
                5));
  }

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
    return new ConsumerRecord<>(
        written.topic(),
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        written.key().length,
        written.value().length,
        written.key(),
        written.value(),
        written.headers(),
        Optional.empty());
  }

  @Test
  void alertsOfAnotherJobAreNotExpectedOfAReplay() {
    ProducerRecord<byte[], byte[]> another = alert("churn_loss");
    another.headers().add(Headers.JOB, Headers.text("learning"));
    Recording recording = new Recording("");
    recording.add(read(alert("large_order")));
    recording.add(read(another));

    assertThat(recording.size(Topic.ALERTS)).isEqualTo(1);
    assertThat(recording.rewritten()).isZero();
    assertThat(recording.content(Topic.ALERTS, INPUT)).hasValue(read(alert("large_order")).value());
  }
}
