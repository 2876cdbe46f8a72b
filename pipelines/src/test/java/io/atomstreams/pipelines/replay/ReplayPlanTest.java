package io.atomstreams.pipelines.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.RememberingRules;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.scoring.TestSettings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which inputs are replayed, without Flink: {@link OfflineRun} stands for the job. */
class ReplayPlanTest {

  private static final int EVENTS = 4_000;

  @TempDir Path directory;
  private ScoringConfig config;

  @BeforeEach
  void configure() {
    config = TestSettings.in(directory);
  }

  /** However partitions were interleaved: what came late, twice and out of order included. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsTheOrderOfTheRunThatIsRecorded(long seed) {
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();
    List<Intake> lived = interleaved(withLongSilences(inputs), new Random(seed));
    List<Output> recorded = OfflineRun.outputs(lived, config);
    assertThat(lived).isNotEqualTo(byPartition(lived));
    assertThat(recorded).anyMatch(output -> isLate(output));
    assertThat(livesOf(recorded)).as("entities that begin anew").isPositive();

    ReplayPlan plan = plan(ReplayOrder.RECORDED, recording(recorded), lived);

    List<Intake> replayed = replay(plan, lived);
    assertThat(replayed).hasSize(EVENTS);
    assertThat(contents(OfflineRun.outputs(replayed, config))).isEqualTo(contents(recorded));
    assertThat(plan.compared().size()).isEqualTo(EVENTS);
    assertThat(plan.unrecorded() + plan.pending() + plan.cutEntities()).isZero();
  }

  /** What rules have refused or repaired by the customer's earlier events is so again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsWhatRulesThatRememberHaveSeen(long seed) {
    config = RememberingRules.narrow(directory);
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();
    List<Intake> lived = interleaved(withLongSilences(inputs), new Random(seed));
    List<Output> recorded = OfflineRun.outputs(lived, config);
    assertThat(recorded.stream().filter(ReplayPlanTest::isOfContract)).hasSizeGreaterThan(100);
    assertThat(recorded.stream().filter(ReplayPlanTest::isRepaired)).hasSizeGreaterThan(100);
    assertThat(recorded).anyMatch(output -> isLate(output));

    ReplayPlan plan = plan(ReplayOrder.RECORDED, recording(recorded), lived);

    List<Intake> replayed = replay(plan, lived);
    assertThat(contents(OfflineRun.outputs(replayed, config))).isEqualTo(contents(recorded));
    assertThat(plan.compared().size()).isEqualTo(EVENTS);
  }

  private static boolean isOfContract(Output output) {
    return output instanceof DeadLetter letter && letter.reason().equals("contract");
  }

  private static boolean isRepaired(Output output) {
    return output instanceof FeatureRecord record && !record.repaired().isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsNobodyToWhatRulesRememberOfABeginningThatIsGone(long seed) {
    config = RememberingRules.narrow(directory);
    holdsNobodyToARecordWhoseBeginningIsGone(seed);
  }

  @Test
  void leavesOutWhatIsNotCommittedYet() {
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();
    List<Intake> committed = inputs.subList(0, EVENTS / 2);
    List<Output> recorded = OfflineRun.outputs(committed, config);

    ReplayPlan plan = plan(ReplayOrder.RECORDED, recording(recorded), inputs);

    assertThat(contents(OfflineRun.outputs(replay(plan, inputs), config)))
        .isEqualTo(contents(recorded));
    assertThat(plan.pending()).isEqualTo(EVENTS / 2);
  }

  @Test
  void replaysAnInputThatHasLostItsRecordWhereItStood() {
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();
    List<Output> recorded = OfflineRun.outputs(inputs, config);
    List<Output> torn = new ArrayList<>(recorded);
    torn.removeIf(output -> output instanceof FeatureRecord && output.source().offset() == 100);
    assertThat(torn.size()).isLessThan(recorded.size());

    ReplayPlan plan = plan(ReplayOrder.RECORDED, recording(torn), inputs);

    assertThat(contents(OfflineRun.outputs(replay(plan, inputs), config)))
        .isEqualTo(contents(recorded));
    assertThat(plan.unrecorded()).isEqualTo(recorded.size() - torn.size());
    assertThat(plan.compared().size()).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsNobodyToARecordWhoseBeginningIsGone(long seed) {
    List<Intake> simulated = SimulatedIntakes.of(seed, EVENTS, config).all();
    List<Intake> inputs = interleaved(withLongSilences(simulated), new Random(seed));
    Recording recording = recording(OfflineRun.outputs(inputs, config));
    List<Intake> kept =
        inputs.stream()
            .filter(intake -> intake.source().offset() >= 9 * seed * intake.source().partition())
            .toList();

    ReplayPlan plan = plan(ReplayOrder.RECORDED, recording, kept);
    List<Intake> replayed = replay(plan, kept);

    assertThat(replayed).hasSize(kept.size());
    assertThat(plan.cutEntities()).isPositive();
    assertThat(plan.compared().size() + plan.notCompared()).isEqualTo(kept.size());
    // whoever begins later, and those without an entity, are held to theirs
    Verification verification = new Verification("", recording, plan.compared(), config.features());
    OfflineRun.outputs(replayed, config).forEach(verification::accept);
    Comparison comparison = verification.finish();
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.topics().get("features").same()).isPositive();
    assertThat(comparison.topics().get("dead-letters").same()).isPositive();
  }

  @Test
  void ordersHistoryByEventTimeAndThenById() {
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();

    ReplayPlan plan = plan(ReplayOrder.EVENT_TIME, new Recording(""), inputs);
    List<Intake> replayed = replay(plan, inputs);

    Map<String, List<String>> byEntity =
        replayed.stream()
            .filter(Intake::hasEntity)
            .collect(
                Collectors.groupingBy(
                    Intake::route,
                    Collectors.mapping(
                        intake -> "%016d %s".formatted(intake.ts(), intake.event().eventId()),
                        Collectors.toList())));
    assertThat(byEntity).hasSizeGreaterThan(10);
    assertThat(byEntity.values()).allSatisfy(order -> assertThat(order).isSorted());
    assertThat(OfflineRun.outputs(replayed, config)).noneMatch(ReplayPlanTest::isLate);
  }

  @Test
  void wantsOnlyTheInputsOfTheTime() {
    List<Intake> inputs = SimulatedIntakes.of(7, EVENTS, config).all();
    long middle = inputs.get(EVENTS / 2).ts();
    Recording recording = recording(OfflineRun.outputs(inputs, config));

    ReplayPlan plan =
        new ReplayPlan(ReplayOrder.RECORDED, recording, ts -> ts >= middle, beginning(inputs));
    assertThat(replay(plan, inputs)).hasSize(EVENTS);

    assertThat(inputs)
        .allSatisfy(
            intake ->
                assertThat(plan.written().contains(intake.source()))
                    .isEqualTo(intake.ts() >= middle));
  }

  private static ReplayPlan plan(ReplayOrder order, Recording recording, List<Intake> inputs) {
    return new ReplayPlan(order, recording, ts -> true, beginning(inputs));
  }

  private static Map<TopicPartition, Long> beginning(List<Intake> inputs) {
    Map<TopicPartition, Long> beginning = new HashMap<>();
    inputs.forEach(
        intake -> beginning.merge(partition(intake), intake.source().offset(), Math::min));
    return beginning;
  }

  private static TopicPartition partition(Intake intake) {
    return new TopicPartition(intake.source().topic(), intake.source().partition());
  }

  /** The inputs in the order of the plan, which gets them partition by partition. */
  private static List<Intake> replay(ReplayPlan plan, List<Intake> inputs) {
    List<Intake> read = byPartition(inputs);
    for (int i = 0; i < read.size(); i++) {
      plan.add(read.get(i), read.get(i).ts(), i);
    }
    return plan.ordered().stream().map(place -> read.get((int) place.begin())).toList();
  }

  private static List<Intake> byPartition(List<Intake> inputs) {
    return inputs.stream()
        .sorted((a, b) -> a.source().compareTo(b.source()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Another way in which a source might have read the partitions, each in its order. */
  private static List<Intake> interleaved(List<Intake> inputs, Random random) {
    Map<TopicPartition, Deque<Intake>> queues = new HashMap<>();
    inputs.forEach(
        intake -> queues.computeIfAbsent(partition(intake), any -> new ArrayDeque<>()).add(intake));
    List<Deque<Intake>> left = new ArrayList<>(queues.values());
    List<Intake> order = new ArrayList<>();
    while (!left.isEmpty()) {
      Deque<Intake> next = left.get(random.nextInt(left.size()));
      for (int run = random.nextInt(30); run >= 0 && !next.isEmpty(); run--) {
        order.add(next.remove());
      }
      left.removeIf(Deque::isEmpty);
    }
    return order;
  }

  /** The second half of what customers do comes a year later: they begin anew. */
  private static List<Intake> withLongSilences(List<Intake> inputs) {
    List<Intake> changed = new ArrayList<>();
    long year = 365L * 24 * 60 * 60 * 1000;
    for (int i = 0; i < inputs.size(); i++) {
      Intake intake = inputs.get(i);
      changed.add(
          i > inputs.size() / 2
                  && intake.hasEntity()
                  && intake.event() instanceof CustomerEvent event
                  && event.type().stream() == EventType.Stream.CUSTOMER
              ? Intake.accepted(intake.source(), intake.key(), intake.raw(), later(event, year), 0)
              : intake);
    }
    return changed;
  }

  private static CustomerEvent later(CustomerEvent event, long by) {
    return new CustomerEvent(
        event.tenant(),
        event.eventId(),
        event.type(),
        event.schemaVersion(),
        event.ts() + by,
        event.customerId(),
        event.sessionId(),
        event.sku(),
        event.text(),
        event.device(),
        event.channel());
  }

  private static boolean isLate(Output output) {
    return output instanceof DeadLetter letter && letter.reason().equals("late");
  }

  private static long livesOf(List<Output> outputs) {
    Map<String, Integer> begun = new HashMap<>();
    for (Output output : outputs) {
      if (output instanceof FeatureRecord record
          && !record.touched().isEmpty()
          && record.outcome() != FeatureRecord.Outcome.DUPLICATE
          && record.touched().get(0).sequence() == 1) {
        begun.merge(record.entity(), 1, Integer::sum);
      }
    }
    return begun.values().stream().filter(lives -> lives > 1).count();
  }

  private static Recording recording(List<Output> outputs) {
    Recording recording = new Recording("");
    OfflineRun.consumed(outputs, "").forEach(recording::add);
    return recording;
  }

  /** What is written, by topic and source. */
  private static Map<String, String> contents(List<Output> outputs) {
    OutputSerializer serializer = new OutputSerializer("");
    Map<String, String> contents = new TreeMap<>();
    for (Output output : outputs) {
      ProducerRecord<byte[], byte[]> record = serializer.serialize(output);
      String detail = output instanceof DeadLetter letter ? letter.reason() + letter.detail() : "";
      SourcePosition source = output.source();
      contents.put(record.topic() + " " + source, detail + Arrays.toString(record.value()));
    }
    return contents;
  }
}
