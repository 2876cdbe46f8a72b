package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.ComponentEvents;
import io.atomstreams.operators.feature.ComponentStage;
import io.atomstreams.operators.feature.ComponentState;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs in Flink's test harness, on both state backends, against the stage in plain memory. */
class ComponentOperatorTest {

  private static final EntityKind RING = EntityKind.ofName("component-ring");
  private static final long FOREVER = EntityEvents.START + 10_000 * EntityEvents.DAY;
  private static final int EVENTS = 400;

  private static final class Visited implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<String, EntityVisit, Answer> harness;

    Visited(Backend backend, OperatorSubtaskState from) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new ComponentOperator(Map.of(RING, ComponentEvents.stage())),
              EntityVisit::key,
              Types.STRING);
      harness.setStateBackend(backend.make());
      harness.setup(CodecTypeInformation.answer().createSerializer(new SerializerConfigImpl()));
      if (from != null) {
        harness.initializeState(from);
      }
      harness.open();
    }

    long graphs() {
      try (Stream<?> keys =
          harness
              .getOperator()
              .getKeyedStateBackend()
              .getKeys("components", VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    void take(List<EntityVisit> visits) throws Exception {
      for (EntityVisit visit : visits) {
        harness.processElement(visit, visit.event().ts());
      }
    }

    List<String> answers() {
      return harness.extractOutputValues().stream().map(ComponentOperatorTest::text).toList();
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

  private static String text(Answer answer) {
    return answer.source().offset() + " #" + answer.sequence() + " " + answer.values()[0];
  }

  /** Of two tenants, who share names and nothing else. */
  private static List<EntityVisit> visits() {
    Random random = new Random(3);
    List<EntityVisit> visits = new ArrayList<>();
    long now = EntityEvents.START;
    for (int i = 0; i < EVENTS; i++) {
      now += ComponentEvents.step(random);
      SalesEvent sale = ComponentEvents.random(random, now, 12);
      SourcePosition source = new SourcePosition("sales-events", 0, i);
      visits.add(
          new EntityVisit("home", source, 1, RING, i % 3 == 0 ? "acme" : "b", sale, true, 0));
    }
    return visits;
  }

  private static List<String> expected(List<EntityVisit> visits) {
    ComponentStage stage = ComponentEvents.stage();
    Map<String, ComponentState> states = new java.util.HashMap<>();
    List<String> answers = new ArrayList<>();
    for (EntityVisit visit : visits) {
      ComponentState state = stage.applyAccepted(states.get(visit.id()), visit.event());
      states.put(visit.id(), state);
      answers.add(text(stage.answer(visit, state)));
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource
  void runningInPartsAndRestoringEqualsRunningThrough(Backend backend) throws Exception {
    List<EntityVisit> visits = visits();
    List<String> answers = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (Visited first = new Visited(backend, null)) {
      first.take(visits.subList(0, 150));
      answers.addAll(first.answers());
      snapshot = first.harness.snapshot(1, 1);
      // lost with the process
      first.take(visits.subList(150, 200));
    }
    OperatorSubtaskState second;
    try (Visited restored = new Visited(backend, snapshot)) {
      second = restored.harness.snapshot(2, 2);
      restored.take(visits.subList(150, 250));
      answers.addAll(restored.answers());
    }
    // nothing had changed before the second checkpoint, so it is the first again
    try (Visited again = new Visited(backend, second)) {
      again.take(visits.subList(150, EVENTS));
      assertThat(again.answers()).startsWith(answers.get(150)).hasSize(EVENTS - 150);
      answers.addAll(again.answers().subList(100, EVENTS - 150));
    }
    assertThat(answers).isEqualTo(expected(visits));
  }

  @ParameterizedTest
  @EnumSource
  void graphsGoAwayOnceTheyAreWorthNothing(Backend backend) throws Exception {
    List<EntityVisit> visits = visits();
    try (Visited visited = new Visited(backend, null)) {
      visited.take(visits);
      visited.harness.snapshot(1, 1);
      assertThat(visited.graphs()).isEqualTo(2);
      visited.harness.processWatermark(visits.get(EVENTS - 1).event().ts());
      assertThat(visited.graphs()).isEqualTo(2);
      visited.harness.processWatermark(FOREVER);
      assertThat(visited.graphs()).isZero();
      assertThat(visited.harness.numEventTimeTimers()).isZero();
      visited.take(visits.subList(0, 50));
      assertThat(visited.answers().subList(EVENTS, EVENTS + 50))
          .isEqualTo(expected(visits.subList(0, 50)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGraphOfAFeatureThatIsGoneGoesWithItsTimer(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (Visited first = new Visited(backend, null)) {
      first.take(visits().subList(0, 10));
      snapshot = first.harness.snapshot(1, 1);
    }
    KeyedOneInputStreamOperatorTestHarness<String, EntityVisit, Answer> without =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ComponentOperator(Map.of()), EntityVisit::key, Types.STRING);
    without.setStateBackend(backend.make());
    without.setup(CodecTypeInformation.answer().createSerializer(new SerializerConfigImpl()));
    without.initializeState(snapshot);
    without.open();
    assertThat(without.numEventTimeTimers()).isEqualTo(2);
    without.processWatermark(FOREVER);
    assertThat(without.numEventTimeTimers()).isZero();
    without.close();
  }
}
