package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.BackfillRecord.Step;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.EntityHistory;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.validation.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Features join a running operator, and are what they would be had they always been there. */
class AddedFeaturesTest {

  private static final int GROUPS = FeatureHarness.GROUPS;
  private static final int CUSTOMERS = 40;

  /** Among them a finer tier than any declared, a longer window, and one that shares. */
  private static final List<FeatureSpec> ADDED =
      List.of(
          feature("spend_10m", "sum", Duration.ofMinutes(10)),
          feature("spend_365d", "sum", Duration.ofDays(365)),
          feature("orders_30d", "count", Duration.ofDays(30)),
          feature("largest_7d", "max", Duration.ofDays(7)),
          new FeatureSpec.Ratio("mean_365d", "spend_365d", "orders_30d"));

  private static final FeatureAddition FIRST =
      new FeatureAddition("customer|1", 1, ADDED, Map.of("largest_7d", -1f));

  private static final FeatureAddition SECOND =
      new FeatureAddition(
          "customer|2", 2, List.of(feature("least_90d", "min", Duration.ofDays(90))), Map.of());

  /** What is on the log of additions; a test puts something there while operators run. */
  private static final List<FeatureAddition> LOG = new ArrayList<>();

  private static FeatureSpec feature(String name, String aggregation, Duration window) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName(aggregation).with(Map.of()),
        Measure.ORDER_VALUE,
        Set.of(EventType.ORDER_PLACED),
        window);
  }

  private static FeatureAddition.Log log() {
    return () -> List.copyOf(LOG);
  }

  /** Orders and clicks over a year, some of them late, repeated or out of order. */
  private static List<Intake> events(long seed) {
    Random random = new Random(seed);
    List<Intake> events = new ArrayList<>();
    long now = EntityEvents.START;
    for (int i = 0; i < 3_000; i++) {
      now += (long) (random.nextDouble() * 6 * EntityEvents.HOUR);
      boolean isBehind = random.nextInt(4) == 0;
      long behind = random.nextInt(30) * (isBehind ? EntityEvents.HOUR : EntityEvents.MINUTE);
      String customer = "c" + random.nextInt(CUSTOMERS);
      EventType type = random.nextInt(3) == 0 ? EventType.PAGE_VIEW : EventType.ORDER_PLACED;
      Event event =
          type.stream() == EventType.Stream.SALES
              ? EntityEvents.sale(
                  "acme", customer, type, "e" + i, now - behind, random.nextInt(5_000))
              : EntityEvents.activity("acme", customer, type, "e" + i, now - behind);
      boolean isRepeated = i > 0 && random.nextInt(20) == 0;
      events.add(FeatureHarness.intake(isRepeated ? events.get(i - 1).event() : event, i));
    }
    return events;
  }

  private static void toAllGroups(FeatureHarness harness, Step step, int number) throws Exception {
    for (String group : KeyGroups.keys(GROUPS)) {
      harness.process(record(step, number, group, new byte[0]));
    }
  }

  private static BackfillRecord record(Step step, int number, String key, byte[] packed) {
    return new BackfillRecord(
        step, "customer|" + number, number, key, packed, new SourcePosition("backfill", 0, 7));
  }

  /** Of what the outputs say was accepted under an earlier generation. */
  private static List<BackfillRecord> history(
      List<FeatureAddition> additions, List<Intake> events, List<Output> outputs) {
    int number = additions.size();
    EntityHistory stage =
        FeatureHarness.stages(FeatureHarness.FEATURES)
            .with(additions)
            .history(EntityKind.CUSTOMER, number)
            .orElseThrow();
    Map<String, PackedEntity> states = new HashMap<>();
    for (Output output : outputs) {
      if (output instanceof FeatureRecord record
          && record.outcome() != FeatureRecord.Outcome.DUPLICATE
          && record.generation() < number) {
        Intake intake = events.get((int) record.source().offset());
        states.compute(intake.route(), (key, before) -> stage.add(before, intake.event()));
      }
    }
    List<BackfillRecord> history = new ArrayList<>();
    states.forEach(
        (key, entity) -> history.add(record(Step.HISTORY, number, key, stage.pack(entity))));
    return history;
  }

  private static Map<Long, FeatureRecord> scored(List<Output> outputs) {
    Map<Long, FeatureRecord> scored = new HashMap<>();
    for (Output output : outputs) {
      if (output instanceof FeatureRecord record && record.scored()) {
        scored.put(record.source().offset(), record);
      }
    }
    return scored;
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void afterTheBackfillValuesAreThoseOfAListThatAlwaysHadThem(Backend backend) throws Exception {
    LOG.clear();
    List<Intake> events = events(7);
    List<Output> outputs = new ArrayList<>();
    FeatureHarness running = FeatureHarness.started(backend, FeatureHarness.FEATURES, log());
    feed(running, events, 0, 1_000);
    LOG.add(FIRST);
    toAllGroups(running, Step.BEGIN, 1);
    feed(running, events, 1_000, 1_300);
    outputs.addAll(running.outputs());
    running = again(backend, running);
    feed(running, events, 1_300, 1_500);
    for (BackfillRecord record : history(LOG, events, outputs)) {
      running.process(record);
    }
    outputs.addAll(running.outputs());
    running = again(backend, running);
    feed(running, events, 1_500, 1_600);
    toAllGroups(running, Step.END, 1);
    feed(running, events, 1_600, 2_000);
    LOG.add(SECOND);
    toAllGroups(running, Step.BEGIN, 2);
    outputs.addAll(running.outputs());
    running = again(backend, running);
    for (BackfillRecord record : history(LOG, events, outputs)) {
      running.process(record);
      running.process(record(Step.HISTORY, 1, record.key(), record.packed()));
    }
    toAllGroups(running, Step.END, 2);
    feed(running, events, 2_000, events.size());
    outputs.addAll(running.outputs());
    running.close();

    Map<Long, FeatureRecord> scored = scored(outputs);
    Map<Long, FeatureRecord> always = scored(always(backend, events));
    assertThat(scored.keySet()).isEqualTo(always.keySet()).hasSizeGreaterThan(1_500);
    int declared = FeatureHarness.FEATURES.size();
    scored.forEach(
        (offset, record) -> {
          float[] wanted = always.get(offset).vector().clone();
          int size = offset < 1_000 ? declared : declared + (offset < 2_000 ? 5 : 6);
          int ready = offset < 1_600 ? declared : size;
          Arrays.fill(wanted, ready, wanted.length, Float.NaN);
          assertThat(record.vector()).as("event %d", offset).isEqualTo(Arrays.copyOf(wanted, size));
          assertThat(record.ready()).isEqualTo(ready);
          assertThat(record.generation()).isEqualTo(offset < 1_000 ? 0 : offset < 2_000 ? 1 : 2);
        });
  }

  private static void feed(FeatureHarness harness, List<Intake> events, int from, int to)
      throws Exception {
    for (Intake intake : events.subList(from, to)) {
      harness.process(intake);
    }
  }

  private static FeatureHarness again(Backend backend, FeatureHarness running) throws Exception {
    var snapshot = running.snapshot(1);
    running.close();
    return FeatureHarness.restored(backend, FeatureHarness.FEATURES, log(), snapshot);
  }

  private static List<Output> always(Backend backend, List<Intake> events) throws Exception {
    try (FeatureHarness fresh = FeatureHarness.started(backend, FeatureHarness.FEATURES, log())) {
      feed(fresh, events, 0, events.size());
      return fresh.outputs();
    }
  }

  @Test
  void whatDoesNotGoWithTheListIsRefusedAndTheJobGoesOn() throws Exception {
    LOG.clear();
    List<Intake> events = events(8);
    try (FeatureHarness running =
        FeatureHarness.started(Backend.HEAP, FeatureHarness.FEATURES, log())) {
      feed(running, events, 0, 100);
      LOG.add(
          new FeatureAddition(
              "customer|1", 1, List.of(FeatureHarness.FEATURES.features().get(0)), Map.of()));
      toAllGroups(running, Step.BEGIN, 1);
      feed(running, events, 100, 200);
      List<Acknowledgement> said =
          running.outputs().stream()
              .filter(Acknowledgement.class::isInstance)
              .map(Acknowledgement.class::cast)
              .toList();
      assertThat(said)
          .hasSize(GROUPS)
          .allMatch(a -> a.refusal().contains("orders_1h stands twice"));
      assertThat(scored(running.outputs()).values()).allMatch(record -> record.generation() == 0);
    }
  }

  @Test
  void aDamagedHistoryIsRefusedAndTheJobGoesOn() throws Exception {
    LOG.clear();
    try (FeatureHarness running =
        FeatureHarness.started(Backend.HEAP, FeatureHarness.FEATURES, log())) {
      LOG.add(FIRST);
      toAllGroups(running, Step.BEGIN, 1);
      running.process(record(Step.HISTORY, 1, "acme|c1", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
      running.process(record(Step.HISTORY, 1, "acme|c1", new byte[0]));
      assertThat(running.outputs().subList(GROUPS, GROUPS + 2))
          .allSatisfy(
              said ->
                  assertThat(((Acknowledgement) said).refusal())
                      .contains("the history of acme|c1 at backfill-0@7"));
      toAllGroups(running, Step.END, 1);
      assertThat(said(running).subList(GROUPS + 2, 2 * GROUPS + 2))
          .filteredOn(end -> !end.refusal().isEmpty())
          .as("the group that lacks a history is not ready")
          .hasSize(1);
    }
  }

  private static List<Acknowledgement> said(FeatureHarness harness) {
    return harness.outputs().stream()
        .filter(Acknowledgement.class::isInstance)
        .map(Acknowledgement.class::cast)
        .toList();
  }

  @Test
  void aNumberThatWasUsedBeforeIsNotTakenForTheAdditionKnownHere() throws Exception {
    LOG.clear();
    try (FeatureHarness running =
        FeatureHarness.started(Backend.HEAP, FeatureHarness.FEATURES, log())) {
      LOG.add(new FeatureAddition("customer|1 of before", 1, ADDED, Map.of()));
      toAllGroups(running, Step.BEGIN, 1);
      assertThat(said(running))
          .hasSize(GROUPS)
          .allMatch(
              a ->
                  a.refusal()
                      .equals("addition 1 is customer|1 of before here and customer|1 there"));
    }
  }

  @Test
  void anAdditionToAnotherListIsRefused() throws Exception {
    LOG.clear();
    LOG.add(FIRST);
    try (FeatureHarness running =
        FeatureHarness.started(Backend.HEAP, FeatureHarness.FEATURES, log())) {
      for (String group : KeyGroups.keys(GROUPS)) {
        running.process(
            new BackfillRecord(
                Step.BEGIN,
                "other|1",
                1,
                group,
                new byte[0],
                new SourcePosition("backfill", 0, 1)));
      }
      assertThat(said(running))
          .hasSize(GROUPS)
          .allMatch(
              a ->
                  a.refusal()
                      .equals(
                          "other|1 is no addition to the features of this job, which are customer"));
    }
  }

  @Test
  void stateThatKnowsMoreAdditionsThanTheLogIsRefused() throws Exception {
    LOG.clear();
    FeatureHarness running = FeatureHarness.started(Backend.HEAP, FeatureHarness.FEATURES, log());
    LOG.add(FIRST);
    toAllGroups(running, Step.BEGIN, 1);
    var snapshot = running.snapshot(1);
    running.close();
    LOG.clear();
    assertThatThrownBy(
            () -> FeatureHarness.restored(Backend.HEAP, FeatureHarness.FEATURES, log(), snapshot))
        .hasStackTraceContaining("1 additions to features customer are in force in the state");
  }

  @Test
  void everyGroupSaysWhatItHasDone() throws Exception {
    LOG.clear();
    FeatureList features = FeatureHarness.FEATURES;
    try (FeatureHarness running = FeatureHarness.started(Backend.HEAP, features, log())) {
      LOG.add(FIRST);
      toAllGroups(running, Step.BEGIN, 1);
      toAllGroups(running, Step.END, 1);
      assertThat(
              running.outputs().stream()
                  .map(Acknowledgement.class::cast)
                  .filter(a -> a.refusal().isEmpty() && a.groups() == GROUPS)
                  .map(a -> a.step() + " " + a.group())
                  .distinct())
          .hasSize(2 * GROUPS);
    }
  }
}
