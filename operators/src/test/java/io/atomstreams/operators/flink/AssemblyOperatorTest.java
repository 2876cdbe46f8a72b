package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Over;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssemblyOperatorTest {

  private static final FeatureList FEATURES =
      new FeatureList(
          "l",
          List.of(
              feature("products", EntityKind.PRODUCT, Over.MAX),
              feature("orders", EntityKind.CUSTOMER, Over.LARGEST),
              new FeatureSpec.Difference("less", "products", "orders")));

  private TwoInputStreamOperatorTestHarness<Output, Answer, Output> harness;

  private static FeatureSpec feature(String name, EntityKind kind, Over over) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName("count").with(Map.of()),
        Measure.ONE,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(1),
        kind,
        over);
  }

  @BeforeEach
  void open() throws Exception {
    harness =
        new TwoInputStreamOperatorTestHarness<>(
            new AssemblyOperator(FeatureHarness.stages(FEATURES), FeatureAddition.Log.NONE));
    harness.setup(CodecTypeInformation.output().createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static SourcePosition at(int offset) {
    return new SourcePosition("sales-events", 0, offset);
  }

  /** A scored order of so many products, on its way. */
  private static FeatureRecord order(String customer, int offset, int products) {
    List<Touch> touched = new ArrayList<>();
    touched.add(new Touch("acme|" + customer, 7));
    for (int i = 0; i < products; i++) {
      touched.add(new Touch("product/acme|p" + i, Touch.UNANSWERED));
    }
    float[] vector = {Float.NaN, 2, Float.NaN};
    return new FeatureRecord(
        "acme",
        "e" + offset,
        "order_placed",
        5,
        Outcome.SCORED,
        touched,
        5,
        "h",
        vector,
        at(offset),
        offset);
  }

  private static Answer answer(String customer, int offset, int place, float value) {
    return new Answer(
        "acme|" + customer,
        at(offset),
        place,
        EntityKind.PRODUCT,
        10 + place,
        0,
        new float[] {value});
  }

  private void send(Output output) throws Exception {
    harness.processElement1(output, 1000 + output.source().offset());
  }

  private void send(Answer answer) throws Exception {
    harness.processElement2(new StreamRecord<>(answer, 0));
  }

  private List<Long> offsets() {
    return harness.extractOutputValues().stream().map(o -> o.source().offset()).toList();
  }

  @Test
  void aRecordWaitsForAllItsAnswersInWhateverOrderTheyCome() throws Exception {
    send(answer("c", 1, 2, 9));
    send(order("c", 1, 2));
    assertThat(offsets()).isEmpty();
    send(answer("c", 1, 1, 4));

    FeatureRecord record = (FeatureRecord) harness.extractOutputValues().get(0);
    assertThat(record.vector()).containsExactly(9, 2, 7);
    assertThat(record.touched())
        .containsExactly(
            new Touch("acme|c", 7),
            new Touch("product/acme|p0", 11),
            new Touch("product/acme|p1", 12));
    assertThat(((StreamRecord<?>) harness.getOutput().element()).getTimestamp()).isEqualTo(1001);
  }

  @Test
  void aCustomersRecordsLeaveInTheirOrderAndOthersAreNotHeldUp() throws Exception {
    send(order("c", 1, 1));
    send(order("c", 2, 0));
    send(order("c", 3, 1));
    send(order("d", 4, 0));
    send(new DeadLetter("late", "", null, null, at(5), 0));
    assertThat(offsets()).containsExactly(4L, 5L);
    send(answer("c", 3, 1, 1));
    assertThat(offsets()).containsExactly(4L, 5L);
    send(answer("c", 1, 1, 1));
    assertThat(offsets()).containsExactly(4L, 5L, 1L, 2L, 3L);
    // nothing is left behind
    send(order("c", 6, 0));
    assertThat(offsets()).endsWith(6L);
    harness.snapshot(1, 1);
  }

  @Test
  void aVectorWithoutOtherEntitiesIsCompletedToo() throws Exception {
    send(order("c", 1, 0));
    FeatureRecord record = (FeatureRecord) harness.extractOutputValues().get(0);
    assertThat(record.vector()).containsExactly(Float.NaN, 2, Float.NaN);
  }

  @Test
  void aCheckpointThatOvertookAnAnswerIsRefused() throws Exception {
    send(order("c", 1, 1));
    assertThatThrownBy(() -> harness.snapshot(1, 1))
        .rootCause()
        .hasMessageContaining("1 events wait for an answer")
        .hasMessageContaining("execution.checkpointing.unaligned.enabled");
  }

  @Test
  void anAnswerThatNeverCameIsNoticedAtTheEnd() throws Exception {
    send(order("c", 1, 1));
    harness.endInput1();
    assertThatThrownBy(() -> harness.endInput2()).hasMessageContaining("1 events still wait");
  }
}
