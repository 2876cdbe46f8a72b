package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.SampleProfiles;
import io.atomstreams.operators.profile.TopicRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileOperatorTest {

  private OneInputStreamOperatorTestHarness<TopicRecord, ProfilePart> harness;

  @BeforeEach
  void start() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProfileOperator(SampleProfiles.PROFILER, Duration.ofMillis(100)));
    harness.setup(CodecTypeInformation.profilePart().createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  private void read(long at, String topic, String json) throws Exception {
    harness.processElement(new StreamRecord<>(SampleProfiles.record(topic, json), at));
  }

  /** What was sent since the last call, watermarks by their time. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof Watermark mark) {
        sent.add("watermark " + mark.getTimestamp());
      } else if (element instanceof StreamRecord<?> record
          && record.getValue() instanceof ProfilePart part) {
        assertThat(record.getTimestamp()).isEqualTo(part.start());
        assertThat(part.end()).isEqualTo(part.start() + 100);
        sent.add(part.key() + " " + part.start() + " " + part.profile().size());
      }
    }
    harness.getOutput().clear();
    return sent;
  }

  @Test
  void sendsAWindowsPartsBeforeTheWatermarkThatEndsIt() throws Exception {
    read(105, "sales", "{\"tenant\":\"a\"}");
    read(199, "sales", "{\"tenant\":\"a\"}");
    read(150, "sales", "{\"tenant\":\"b\"}");
    read(150, "clicks", "{\"tenant\":\"no tenant's name\"}");
    read(200, "sales", "oops");
    harness.processWatermark(198);
    assertThat(sent()).containsExactly("watermark 198");
    harness.processWatermark(199);

    List<String> parts = sent();
    assertThat(parts).last().isEqualTo("watermark 199");
    assertThat(parts)
        .containsExactlyInAnyOrder(
            "a|sales 100 2", "b|sales 100 1", "|clicks 100 1", "watermark 199");
    harness.processWatermark(299);
    assertThat(sent()).containsExactly("|sales 200 1", "watermark 299");
  }

  @Test
  void keepsNothingAcrossACheckpoint() throws Exception {
    read(105, "sales", "{}");
    harness.prepareSnapshotPreBarrier(1);
    assertThat(sent()).containsExactly("|sales 100 1");
    read(106, "sales", "{}");
    read(106, "sales", "{}");
    harness.endInput();
    assertThat(sent()).containsExactly("|sales 100 2");
  }

  @Test
  void keepsSoManyPartsAndNoMore() throws Exception {
    for (int i = 0; i < ProfileOperator.MOST_PARTS; i++) {
      read(i, "sales", "{\"tenant\":\"t" + i + "\"}");
    }
    assertThat(sent()).isEmpty();
    read(5, "sales", "{\"tenant\":\"one-more\"}");
    assertThat(sent()).hasSize(ProfileOperator.MOST_PARTS);
    harness.endInput();
    assertThat(sent()).containsExactly("one-more|sales 0 1");
  }
}
