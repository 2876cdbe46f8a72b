package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.expression.ExpressionIds;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Over;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entities of built-in and declared kinds in Flink's test harness, on both state backends. */
class VisitOperatorTest {

  private static final EntityKind REGION =
      EntityKind.declared("region", new ExpressionIds("ship_to"));
  private static final long FOREVER = EntityEvents.START + 1_000 * EntityEvents.DAY;

  private static FeatureSpec orders(EntityKind kind) {
    return new FeatureSpec.Windowed(
        kind.yamlName(),
        Aggregations.byName("count").with(Map.of()),
        Measure.ONE,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(30),
        kind,
        Over.LARGEST);
  }

  private static EntityStages stages(EntityKind... kinds) {
    List<FeatureSpec> features = new ArrayList<>();
    features.add(orders(EntityKind.CUSTOMER));
    Stream.of(kinds).map(VisitOperatorTest::orders).forEach(features::add);
    return FeatureHarness.stages(new FeatureList("orders", features));
  }

  /** The operator with its harness, whose own {@code close} throws anything. */
  private static final class Visited implements AutoCloseable {
    private final KeyedTwoInputStreamOperatorTestHarness<
            String, EntityVisit, BackfillRecord, Answer>
        harness;

    Visited(Backend backend, OperatorSubtaskState from, EntityKind... kinds) throws Exception {
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new VisitOperator(stages(kinds), FeatureAddition.Log.NONE, 1_000),
              EntityVisit::key,
              BackfillRecord::key,
              Types.STRING);
      harness.setStateBackend(backend.make());
      harness.setup(CodecTypeInformation.answer().createSerializer(new SerializerConfigImpl()));
      if (from != null) {
        harness.initializeState(from);
      }
      harness.open();
    }

    void visit(EntityKind kind, int i) throws Exception {
      harness.processElement1(VisitOperatorTest.visit(kind, i), EntityEvents.START);
    }

    List<Float> orders() {
      return harness.extractOutputValues().stream().map(answer -> answer.values()[0]).toList();
    }

    @Override
    public void close() {
      try {
        harness.close();
      } catch (Exception e) {
        throw new IllegalStateException("the harness did not close", e);
      }
    }
  }

  private static EntityVisit visit(EntityKind kind, int i) {
    long ts = EntityEvents.START + i;
    return new EntityVisit(
        "acme|c",
        new SourcePosition("sales-events", 0, i),
        1,
        kind,
        "id" + i % 3,
        EntityEvents.event(EventType.ORDER_PLACED, "e" + i, ts, 100),
        true,
        0);
  }

  @ParameterizedTest
  @EnumSource
  void aDeclaredKindHasItsOwnStateIsRestoredByItsNameAndGoesAway(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (Visited first = new Visited(backend, null, EntityKind.DEVICE, REGION)) {
      for (int i = 0; i < 6; i++) {
        first.visit(REGION, i);
      }
      first.visit(EntityKind.DEVICE, 6);
      assertThat(first.orders()).containsExactly(1f, 1f, 1f, 2f, 2f, 2f, 1f);
      snapshot = first.harness.snapshot(1, 1);
    }
    try (Visited second = new Visited(backend, snapshot, EntityKind.DEVICE, REGION)) {
      // what comes off the network knows its kind by the name alone
      second.visit(EntityKind.ofName("region"), 9);
      assertThat(second.orders()).containsExactly(3f);
      assertThat(second.harness.numEventTimeTimers()).isEqualTo(4);
      second.harness.processWatermark1(new Watermark(FOREVER));
      assertThat(second.harness.numEventTimeTimers()).isZero();
      second.visit(REGION, 12);
      assertThat(second.orders()).endsWith(1f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void timersOfAKindThatNoFeatureReadsAnyMoreDoNothing(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (Visited first = new Visited(backend, null, EntityKind.DEVICE, REGION)) {
      first.visit(REGION, 1);
      first.visit(EntityKind.DEVICE, 2);
      snapshot = first.harness.snapshot(1, 1);
    }
    try (Visited second = new Visited(backend, snapshot, EntityKind.DEVICE)) {
      second.harness.processWatermark1(new Watermark(FOREVER));
      assertThat(second.harness.numEventTimeTimers()).isZero();
    }
  }
}
