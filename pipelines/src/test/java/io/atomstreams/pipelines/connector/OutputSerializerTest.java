package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Output;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutputSerializerTest {

  private final OutputSerializer serializer = new OutputSerializer("eu.");

  @Test
  void givesEveryKindItsTopicAndTheEntityAsKey() {
    assertThat(sent(SampleOutputs.PREDICTION)).isEqualTo("eu.predictions shop|c7");
    assertThat(sent(SampleOutputs.FEATURES)).isEqualTo("eu.features shop|c7");
    assertThat(sent(SampleOutputs.ALERT)).isEqualTo("eu.alerts shop|c7");
    assertThat(sent(SampleOutputs.WITHOUT_ENTITY)).isEqualTo("eu.features shop|e2");
  }

  private String sent(Output output) {
    ProducerRecord<byte[], byte[]> record = serializer.serialize(output);
    return record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8);
  }

  @Test
  void sendsWallTimeInAHeaderAndLeavesTheTimestampToTheBroker() {
    ProducerRecord<byte[], byte[]> record =
        serializer.serialize(SampleOutputs.PREDICTION, null, 7L);
    assertThat(record.timestamp()).isNull();
    assertThat(record.partition()).isNull();
    assertThat(record.headers().lastHeader("read-at").value())
        .containsExactly(0x00, 0x06, 0x0A, 0x24, 0x18, 0x1E, 0x40, 0x01);
    assertThat(Headers.readAt(record.headers())).hasValue(1_700_000_000_000_001L);
  }

  @Test
  void keepsADeadLetterByteForByteWithItsReasonAndPosition() {
    byte[] key = {1, 2};
    byte[] raw = {(byte) 0xFF, 0, '{'};
    ProducerRecord<byte[], byte[]> record =
        serializer.serialize(SampleOutputs.deadLetter(key, raw));

    assertThat(record.topic()).isEqualTo("eu.dead-letters");
    assertThat(record.key()).isSameAs(key);
    assertThat(record.value()).isSameAs(raw);
    assertThat(Headers.text(record.headers(), Headers.REASON)).isEqualTo("not_json");
    assertThat(Headers.text(record.headers(), Headers.DETAIL)).isEqualTo("byte 3: 'ü' is no value");
    assertThat(Headers.source(record.headers())).isEqualTo(SampleOutputs.SOURCE);
    assertThat(record.headers())
        .extracting(header -> header.key())
        .containsExactlyElementsOf(Topic.DEAD_LETTERS.headers());
  }

  @Test
  void aDeadLetterWithoutKeyAndValueStaysWithoutThem() {
    ProducerRecord<byte[], byte[]> record =
        serializer.serialize(SampleOutputs.deadLetter(null, null));
    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
  }

  @Test
  void travelsToTheTasks() throws Exception {
    OutputSerializer copy = InstantiationUtil.clone(serializer);
    assertThat(copy.serialize(SampleOutputs.ALERT).topic()).isEqualTo("eu.alerts");
  }

  @Test
  void showsEveryKindAsOneLineOfJson() {
    OutputJsonLines lines = new OutputJsonLines("eu.");
    assertThat(lines.line(received(SampleOutputs.FEATURES)))
        .isEqualTo(
            """
            {"tenant":"shop","eventId":"e1","type":"order_placed","ts":1291191960000,\
            "outcome":"scored","touched":[{"entity":"shop|c7","sequence":9}],\
            "asOf":1291191960000,"listHash":"ab12","vector":[1.5,null],\
            "source":{"topic":"sales-events","partition":3,"offset":42}}""");
    assertThat(lines.line(received(SampleOutputs.PREDICTION))).startsWith("{\"schemaVersion\":1");
    assertThat(lines.line(received(SampleOutputs.deadLetter(null, new byte[] {'{', '\n'}))))
        .isEqualTo(
            """
            {"reason":"not_json","detail":"byte 3: 'ü' is no value",\
            "source":{"topic":"sales-events","partition":3,"offset":42},"key":null,"raw":"{\\n"}\
            """);
    assertThat(lines.line(received(SampleOutputs.deadLetter(null, new byte[] {(byte) 0xFF}))))
        .endsWith("\"key\":null,\"rawBase64\":\"/w==\"}");
  }

  private ConsumerRecord<byte[], byte[]> received(Output output) {
    ProducerRecord<byte[], byte[]> sent = serializer.serialize(output);
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        0,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
