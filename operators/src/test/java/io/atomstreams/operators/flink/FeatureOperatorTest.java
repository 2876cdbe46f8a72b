package io.atomstreams.operators.flink;

import static io.atomstreams.operators.feature.EntityEvents.DAY;
import static io.atomstreams.operators.feature.EntityEvents.HOUR;
import static io.atomstreams.operators.feature.EntityEvents.START;
import static io.atomstreams.operators.flink.FeatureHarness.FEATURES;
import static io.atomstreams.operators.flink.FeatureHarness.OTHER_FEATURES;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityLayout;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureOperatorTest {

  private static final int EVENTS = 600;

  /** Events of 20 customers: out of order, repeated, late, refused and without a customer. */
  private static List<Intake> stream(long seed, int size) {
    Random random = new Random(seed);
    EventType[] types = {
      EventType.ORDER_PLACED, EventType.REFUNDED, EventType.PAGE_VIEW, EventType.CART_ADD
    };
    List<Intake> stream = new ArrayList<>();
    long now = START;
    for (int i = 0; i < size; i++) {
      now += random.nextInt(100) == 0 ? random.nextInt(100) * DAY : random.nextInt(7_200_000);
      long ts = now - (random.nextInt(3) == 0 ? random.nextInt(40) * HOUR : 0);
      String customer = "c" + random.nextInt(20);
      EventType type = types[random.nextInt(types.length)];
      long value = random.nextInt(50) == 0 ? 900_000 : 1000 + random.nextInt(200);
      Event event =
          type.stream() == EventType.Stream.SALES
              ? EntityEvents.sale("acme", customer, type, "e" + i, ts, value)
              : EntityEvents.activity("acme", customer, type, "e" + i, ts);
      int fate = random.nextInt(20);
      if (fate == 0 && i > 0) {
        Intake earlier = stream.get(random.nextInt(i));
        event = earlier.event() == null ? event : earlier.event();
      }
      stream.add(fate == 1 ? refused(i) : FeatureHarness.intake(event, i));
    }
    return stream;
  }

  private static Intake refused(long offset) {
    return Intake.refused(
        new SourcePosition("events", 1, offset),
        null,
        new byte[] {1},
        new Decoded.Rejected(RejectionReason.NOT_JSON, "not JSON"),
        offset);
  }

  private static List<String> bytes(List<Output> outputs) throws IOException {
    TypeSerializer<Output> serializer =
        CodecTypeInformation.output().createSerializer(new SerializerConfigImpl());
    List<String> bytes = new ArrayList<>();
    for (Output output : outputs) {
      DataOutputSerializer out = new DataOutputSerializer(128);
      serializer.serialize(output, out);
      bytes.add(HexFormat.of().formatHex(out.getCopyOfBuffer()));
    }
    return bytes;
  }

  private static List<Output> run(Backend backend, List<Intake> stream) throws Exception {
    try (FeatureHarness harness = FeatureHarness.started(backend, FEATURES)) {
      for (Intake intake : stream) {
        harness.process(intake);
      }
      return harness.outputs();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOutputIsWhatTheStageSays(Backend backend) throws Exception {
    List<Intake> stream = stream(1, EVENTS);
    EntityStage stage = FeatureHarness.stages(FEATURES).customer();
    Map<String, io.atomstreams.operators.feature.EntityState> states = new HashMap<>();
    List<Output> outputs = run(backend, stream);

    int next = 0;
    int alerts = 0;
    for (Intake intake : stream) {
      Output output = outputs.get(next++);
      assertThat(output.source()).isEqualTo(intake.source());
      if (intake.isRefused()) {
        assertThat(((DeadLetter) output).reason()).isEqualTo("not_json");
        continue;
      }
      EntityStage.Result result = stage.apply(states.get(intake.route()), intake.event());
      states.put(intake.route(), result.state());
      if (result.verdict() == EntityStage.Verdict.LATE) {
        assertThat(((DeadLetter) output).reason()).isEqualTo("late");
        assertThat(((DeadLetter) output).detail())
            .isEqualTo(
                "ts is %d ms behind the latest event of %s", result.behind(), intake.route());
        assertThat(((DeadLetter) output).raw()).isEqualTo(intake.raw());
        continue;
      }
      requireRecord((FeatureRecord) output, intake, stage, result);
      if (result.finding() != null) {
        alerts++;
        Alert alert = (Alert) outputs.get(next++);
        assertThat(alert.source()).isEqualTo(intake.source());
        assertThat(alert.sequence()).isEqualTo(result.state().sequence());
        assertThat(alert.message()).contains("robust deviations above the customer's median");
      }
    }
    assertThat(next).isEqualTo(outputs.size());
    assertThat(alerts).isPositive();
    assertThat(outputs.stream().filter(DeadLetter.class::isInstance)).hasSizeGreaterThan(30);
  }

  private static void requireRecord(
      FeatureRecord record, Intake intake, EntityStage stage, EntityStage.Result result) {
    boolean duplicate = result.verdict() == EntityStage.Verdict.DUPLICATE;
    boolean scored = !duplicate && intake.event().type() == EventType.ORDER_PLACED;
    assertThat(record.outcome())
        .isEqualTo(duplicate ? Outcome.DUPLICATE : scored ? Outcome.SCORED : Outcome.UPDATED);
    assertThat(record.entity()).isEqualTo(intake.route());
    assertThat(record.touched().get(0).sequence()).isEqualTo(result.state().sequence());
    assertThat(record.asOf()).isEqualTo(result.state().clock());
    assertThat(record.ts()).isEqualTo(intake.ts());
    assertThat(record.listHash()).isEqualTo(scored ? FEATURES.hash() : "");
    assertThat(record.vector()).isEqualTo(scored ? stage.vector(result.state()) : new float[0]);
  }

  @ParameterizedTest
  @EnumSource
  void runningHalfAndRestoringEqualsRunningThrough(Backend backend) throws Exception {
    List<Intake> stream = stream(2, EVENTS);
    List<String> expected = bytes(run(backend, stream));
    assertThat(expected).isEqualTo(bytes(run(Backend.HEAP, stream)));
    List<Output> outputs;
    OperatorSubtaskState snapshot;
    try (FeatureHarness first = FeatureHarness.started(backend, FEATURES)) {
      for (Intake intake : stream.subList(0, EVENTS / 2)) {
        first.process(intake);
      }
      outputs = new ArrayList<>(first.outputs());
      snapshot = first.snapshot(1);
      for (Intake intake : stream.subList(EVENTS / 2, EVENTS)) {
        first.process(intake);
      }
      assertThat(bytes(first.outputs())).isEqualTo(expected);
    }
    try (FeatureHarness second = FeatureHarness.restored(backend, FEATURES, snapshot)) {
      for (Intake intake : stream.subList(EVENTS / 2, EVENTS)) {
        second.process(intake);
      }
      outputs.addAll(second.outputs());
    }
    assertThat(bytes(outputs)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void anotherFeatureListTakesTheStateOver(Backend backend) throws Exception {
    List<Intake> stream = stream(3, EVENTS);
    List<Output> expected =
        run(backend, stream).stream().filter(FeatureOperatorTest::scored).toList();
    List<Output> outputs;
    OperatorSubtaskState snapshot;
    try (FeatureHarness first = FeatureHarness.started(backend, FEATURES)) {
      for (Intake intake : stream.subList(0, EVENTS / 2)) {
        first.process(intake);
      }
      outputs = new ArrayList<>(first.outputs());
      snapshot = first.snapshot(1);
    }
    OperatorSubtaskState again;
    try (FeatureHarness second = FeatureHarness.restored(backend, OTHER_FEATURES, snapshot)) {
      for (Intake intake : stream.subList(EVENTS / 2, 3 * EVENTS / 4)) {
        second.process(intake);
      }
      outputs.addAll(second.outputs());
      again = second.snapshot(2);
    }
    try (FeatureHarness third = FeatureHarness.restored(backend, OTHER_FEATURES, again)) {
      for (Intake intake : stream.subList(3 * EVENTS / 4, EVENTS)) {
        third.process(intake);
      }
      outputs.addAll(third.outputs());
    }

    List<Output> scored = outputs.stream().filter(FeatureOperatorTest::scored).toList();
    assertThat(scored).hasSameSizeAs(expected);
    int migrated = 0;
    for (int i = 0; i < scored.size(); i++) {
      FeatureRecord before = (FeatureRecord) expected.get(i);
      FeatureRecord after = (FeatureRecord) scored.get(i);
      assertThat(after.source()).isEqualTo(before.source());
      assertThat(after.asOf()).isEqualTo(before.asOf());
      if (after.listHash().equals(OTHER_FEATURES.hash())) {
        migrated++;
        assertThat(after.vector()[1]).isEqualTo(before.vector()[0]);
        assertThat(after.vector()[2]).isEqualTo(before.vector()[1]);
        assertThat(after.vector()[3]).isEqualTo(before.vector()[3]);
      } else {
        assertThat(after.vector()).isEqualTo(before.vector());
      }
    }
    assertThat(migrated).isGreaterThan(50);
  }

  private static boolean scored(Output output) {
    return output instanceof FeatureRecord record && record.scored();
  }

  @ParameterizedTest
  @EnumSource
  void whatBelongsToNoEntityPassesAndLeavesNoState(Backend backend) throws Exception {
    CustomerEvent guest = EntityEvents.activity("acme", null, EventType.PAGE_VIEW, "guest", START);
    try (FeatureHarness harness = FeatureHarness.started(backend, FEATURES)) {
      harness.process(refused(1));
      harness.process(FeatureHarness.intake(guest, 2));
      harness.process(FeatureHarness.intake(guest, 3));

      assertThat(harness.entities()).isZero();
      assertThat(harness.timers()).isZero();
      assertThat(harness.outputs()).hasSize(3);
      assertThat(harness.outputs().get(0)).isInstanceOf(DeadLetter.class);
      FeatureRecord record = (FeatureRecord) harness.outputs().get(1);
      assertThat(record.outcome()).isEqualTo(Outcome.UPDATED);
      assertThat(record.entity()).isNull();
      assertThat(record.touched()).isEmpty();
      assertThat(record.asOf()).isEqualTo(START);
      assertThat(record.vector()).isEmpty();
      assertThat(((FeatureRecord) harness.outputs().get(2)).outcome()).isEqualTo(Outcome.UPDATED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateGoesAwayOnceItIsWorthNothing(Backend backend) throws Exception {
    long reach = FeatureHarness.stages(FEATURES).customer().reach();
    try (FeatureHarness harness = FeatureHarness.started(backend, FEATURES)) {
      harness.process(FeatureHarness.intake(EntityEvents.order("a", START, 100), 1));
      harness.process(FeatureHarness.intake(EntityEvents.order("b", START + 5 * DAY, 100), 2));
      assertThat(harness.entities()).isEqualTo(1);
      assertThat(harness.timers()).isEqualTo(1);

      harness.watermark(START + reach + 1);
      assertThat(harness.entities()).isEqualTo(1);
      assertThat(harness.timers()).isEqualTo(1);
      harness.watermark(START + 5 * DAY + reach);
      assertThat(harness.entities()).isEqualTo(1);
      harness.watermark(START + 5 * DAY + reach + 1);
      assertThat(harness.entities()).isZero();
      if (backend == Backend.HEAP) {
        assertThat(harness.heapEntries()).isZero();
      }
      assertThat(harness.timers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void removingStateChangesNoLaterOutput(Backend backend) throws Exception {
    long reach = FeatureHarness.stages(FEATURES).customer().reach();
    List<Intake> stream = new ArrayList<>();
    Random random = new Random(4);
    long now = START;
    for (int i = 0; i < 200; i++) {
      now +=
          switch (random.nextInt(6)) {
            case 0 -> reach + random.nextInt(3) - 1;
            case 1 -> random.nextInt(60) * DAY;
            default -> random.nextInt(10) * HOUR;
          };
      String customer = "c" + random.nextInt(3);
      Event order =
          EntityEvents.sale("acme", customer, EventType.ORDER_PLACED, "e" + i, now, 100 + i);
      stream.add(FeatureHarness.intake(order, i));
    }
    List<String> untimed = bytes(run(backend, stream));
    try (FeatureHarness harness = FeatureHarness.started(backend, FEATURES)) {
      long removed = 0;
      for (Intake intake : stream) {
        long before = harness.entities();
        harness.watermark(intake.ts() - 1);
        removed += before - harness.entities();
        harness.process(intake);
      }
      assertThat(bytes(harness.outputs())).isEqualTo(untimed);
      assertThat(removed).isGreaterThan(30);
      harness.watermark(now + reach + 1);
      assertThat(harness.entities()).isZero();
      assertThat(harness.timers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLayoutIsKeptInOperatorState(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (FeatureHarness harness = FeatureHarness.started(backend, FEATURES)) {
      harness.process(FeatureHarness.intake(EntityEvents.order("a", START, 100), 1));
      snapshot = harness.snapshot(1);
    }
    try (FeatureHarness restored = FeatureHarness.restored(backend, OTHER_FEATURES, snapshot)) {
      assertThat(restored.layouts()).hasSize(1);
      assertThat(EntityLayout.parse(restored.layouts().get(0)))
          .isEqualTo(EntityLayout.of(FEATURES));
      restored.snapshot(2);
      assertThat(restored.layouts()).containsExactly(EntityLayout.of(OTHER_FEATURES).describe());
    }
  }
}
