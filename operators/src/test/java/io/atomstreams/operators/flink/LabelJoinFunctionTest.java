package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.label.LabelJoin;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelJoinFunctionTest {

  private static final int DISORDER = 40;
  private static final Duration HORIZON = Duration.ofMillis(100);
  private static final LabelJoin JOIN =
      new LabelJoin(
          List.of(
              label("refunded", PositiveOn.event(EventType.REFUNDED, HORIZON), 30),
              label("again", PositiveOn.event(EventType.ORDER_PLACED, HORIZON), 100),
              label("silent", PositiveOn.absenceOf(EventType.ORDER_PLACED, HORIZON), 50)),
          new LabelJoin.Options(20, Duration.ofMillis(60), Duration.ofMillis(10)));

  private static LabelSpec label(String id, PositiveOn positiveOn, int cut) {
    return new LabelSpec(
        id,
        Subject.CUSTOMER,
        EventType.ORDER_PLACED,
        positiveOn,
        Duration.ofMillis(120),
        Duration.ofMillis(cut));
  }

  private static final class Harness implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<String, LearningInput, Example> flink;

    Harness(Backend backend, long logEnd, OperatorSubtaskState snapshot) throws Exception {
      flink =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new LabelJoinFunction(JOIN, logEnd)),
              LearningInput::home,
              Types.STRING);
      flink.setStateBackend(backend.make());
      flink.setup(CodecTypeInformation.example().createSerializer(new SerializerConfigImpl()));
      if (snapshot != null) {
        flink.initializeState(snapshot);
      }
      flink.open();
    }

    /** Time follows the latest record, so far behind it. */
    long feed(List<LearningInput> inputs, long latestBefore) throws Exception {
      long latest = latestBefore;
      for (LearningInput input : inputs) {
        flink.processElement(input, input.ts());
        latest = Math.max(latest, input.ts());
        flink.processWatermark(new Watermark(latest - DISORDER - 1));
      }
      return latest;
    }

    List<Example> examples() {
      return flink.extractOutputValues();
    }

    long entities() {
      try (var keys =
          flink
              .getOperator()
              .getKeyedStateBackend()
              .getKeys("open-questions", VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    @Override
    public void close() {
      try {
        flink.close();
      } catch (Exception e) {
        throw new IllegalStateException("the harness did not close", e);
      }
    }
  }

  /** Orders, refunds, scores and words of a few customers, out of order by at most so much. */
  private static List<LearningInput> inputs(int count) {
    record Arrival(LearningInput input, long at) {}
    Random random = new Random(7);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long ts = 1000 + 5L * i;
      boolean order = random.nextInt(3) > 0;
      FeatureRecord record =
          features(
              i,
              ts,
              order ? EventType.ORDER_PLACED : EventType.REFUNDED,
              order ? Outcome.SCORED : Outcome.UPDATED,
              "acme|c" + random.nextInt(12));
      arrivals.add(new Arrival(record, ts + random.nextInt(DISORDER)));
      if (order && random.nextInt(10) > 0) {
        arrivals.add(new Arrival(score(record), ts + random.nextInt(DISORDER)));
      }
      if (order && random.nextInt(8) == 0) {
        long at = ts + random.nextInt(110);
        arrivals.add(new Arrival(word(record, at, i % 2), at + random.nextInt(DISORDER)));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals.stream().map(Arrival::input).toList();
  }

  private static FeatureRecord features(
      int offset, long ts, EventType type, Outcome outcome, String entity) {
    return new FeatureRecord(
        "acme",
        "e" + offset,
        type.wireName(),
        ts,
        outcome,
        entity == null ? List.of() : List.of(new Touch(entity, 1)),
        ts,
        "list",
        outcome == Outcome.SCORED ? new float[] {offset, Float.NaN} : new float[0],
        new SourcePosition("sales", 0, offset),
        offset);
  }

  private static Prediction score(FeatureRecord of) {
    return new Prediction(
        "p" + of.source(),
        of.tenant(),
        of.entity(),
        "s",
        0.25f,
        0.5f,
        "m@1",
        "",
        "",
        Prediction.Role.CHAMPION,
        "",
        "list",
        1,
        of.ts(),
        of.source(),
        0);
  }

  private static Feedback word(FeatureRecord of, long ts, double value) {
    SourcePosition source = new SourcePosition("feedback", 0, of.source().offset());
    Feedback.About about = Feedback.About.event(of.eventId());
    return new Feedback("acme", of.entity(), "refunded", about, value, ts, "desk", source, 0);
  }

  private static List<Object> identity(List<Example> examples) {
    return examples.stream()
        .<Object>map(
            e ->
                List.of(
                    e.id(),
                    e.label(),
                    e.kind(),
                    e.target(),
                    e.weight(),
                    e.asOf(),
                    e.ts(),
                    java.util.Arrays.toString(e.vector()),
                    e.scores(),
                    e.source(),
                    e.readAtMicros()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void goesOnAfterARestoreAsIfNothingHadHappenedAndKeepsNothingAtTheEnd(Backend backend)
      throws Exception {
    List<LearningInput> inputs = inputs(600);
    List<Object> whole;
    try (Harness one = new Harness(backend, Long.MIN_VALUE, null)) {
      long latest = one.feed(inputs, 0);
      assertThat(one.entities()).isPositive();
      one.flink.processWatermark(new Watermark(latest + 10_000));
      assertThat(one.entities()).isZero();
      assertThat(one.flink.numEventTimeTimers()).isZero();
      if (backend == Backend.HEAP) {
        assertThat(one.flink.numKeyedStateEntries()).isZero();
      }
      whole = identity(one.examples());
      assertThat(one.examples()).extracting(Example::kind).contains(Example.Kind.values());
    }
    List<Object> halves;
    OperatorSubtaskState snapshot;
    long latest;
    try (Harness first = new Harness(backend, Long.MIN_VALUE, null)) {
      latest = first.feed(inputs.subList(0, 500), 0);
      snapshot = first.flink.snapshot(1, 1);
      halves = new ArrayList<>(identity(first.examples()));
    }
    try (Harness second = new Harness(backend, Long.MIN_VALUE, snapshot)) {
      latest = second.feed(inputs.subList(500, inputs.size()), latest);
      second.flink.processWatermark(new Watermark(latest + 10_000));
      halves.addAll(identity(second.examples()));
    }
    assertThat(halves).isEqualTo(whole);
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theEndOfTheSourcesAnswersOnlyWhatTheLogReaches(Backend backend) throws Exception {
    for (long logEnd : new long[] {Long.MIN_VALUE, 1099, 1100}) {
      try (Harness harness = new Harness(backend, logEnd, null)) {
        harness.flink.processElement(
            features(0, 1000, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c"), 1000);
        harness.flink.processWatermark(new Watermark(1040));
        harness.flink.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(harness.examples())
            .extracting(Example::label)
            .containsExactlyElementsOf(
                logEnd == Long.MIN_VALUE
                    ? List.of("refunded")
                    : logEnd == 1099
                        ? List.of("refunded", "silent")
                        : List.of("refunded", "silent", "again"));
        assertThat(harness.entities()).isZero();
      }
    }
  }

  @Test
  void whatIsOfNoUseLeavesNoTraceAndDeadLettersLeaveByTheirOwnDoor() throws Exception {
    try (Harness harness = new Harness(Backend.HEAP, Long.MIN_VALUE, null)) {
      DeadLetter letter =
          new DeadLetter(
              "unreadable", "why", null, new byte[] {1}, new SourcePosition("t", 0, 1), 0);
      harness.flink.processElement(letter, letter.ts());
      for (FeatureRecord record :
          List.of(
              features(0, 1000, EventType.ORDER_PLACED, Outcome.SCORED, null),
              features(1, 1000, EventType.ORDER_PLACED, Outcome.DUPLICATE, "acme|c"),
              features(2, 1000, EventType.PAGE_VIEW, Outcome.UPDATED, "acme|c"))) {
        harness.flink.processElement(record, record.ts());
      }
      assertThat(harness.flink.numKeyedStateEntries()).isZero();
      assertThat(harness.flink.numEventTimeTimers()).isZero();
      assertThat(harness.flink.getSideOutput(LabelJoinFunction.DEAD_LETTERS))
          .extracting(StreamRecord::getValue)
          .containsExactly(letter);
    }
  }
}
