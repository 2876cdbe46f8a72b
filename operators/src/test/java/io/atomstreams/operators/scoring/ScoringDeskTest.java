package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.rollout.MemoryLog;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two line-ups: one model alone until 10,000, then a canary for half of the entities, and a shadow.
 */
class ScoringDeskTest {

  private static final List<String> SERVED = List.of("orders", "spend", "gap");
  private static final String SCORER = "purchase";
  private static final long CANARY_FROM = 10_000;
  private static final long SHADOW_FROM = 20_000;

  @TempDir Path models;
  private final List<RolloutEntry> log = new ArrayList<>();
  private final List<Output> out = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<Brownout.Shed, Integer> shed = new EnumMap<>(Brownout.Shed.class);
  private WarmModels warm;
  private ModelManifest first;
  private ModelManifest second;
  private ModelManifest third;
  private long offset;

  @BeforeEach
  void logOfThreeModels() throws IOException {
    first = SavedModels.save(models, -1);
    second = SavedModels.save(models, 0);
    third = SavedModels.save(models, 1);
    for (ModelManifest model : List.of(first, second, third)) {
      log.add(new Noted(model.ref(), model.digest(), Stage.VERIFIED, "t", 0));
    }
    happens(1, Move.PROMOTE, first, null, Long.MIN_VALUE);
    happens(2, Move.SHADOW, second, null, CANARY_FROM);
    happens(3, Move.CANARY, second, new Ramp(List.of(50), 1), CANARY_FROM);
    happens(4, Move.SHADOW, third, null, SHADOW_FROM);
  }

  @AfterEach
  void modelsAreClosed() {
    warm.close();
  }

  private void happens(int number, Move move, ModelManifest model, Ramp ramp, long from) {
    happens(number, move, model.ref(), model.digest(), ramp, from);
  }

  private void happens(int number, Move move, ModelRef model, String digest, Ramp ramp, long from) {
    log.add(new Request(SCORER, number, "r" + number, move, model, digest, ramp, "t", "", 0));
    log.add(new Activation(SCORER, number, from, List.of(), 0));
  }

  private ScoringDesk desk(double sample) {
    return desk(sample, ModelLog.recorded(log));
  }

  private ScoringDesk desk(double sample, ModelLog models) {
    warm = new WarmModels(ModelRegistry.at(this.models), new SharedModels());
    RolloutMember member =
        new RolloutMember(
            SCORER,
            new RolloutMember.Place(0, 1),
            models,
            warm,
            () -> SERVED,
            Long.MIN_VALUE,
            1000,
            () -> 0,
            Runnable::run);
    Scorer scorer =
        new Scorer(new Scorer.Options(SCORER, 0.5f, "spec"), warm, () -> SERVED, 256, () -> 0);
    ServingOptions options =
        new ServingOptions(
            this.models.toString(),
            Trust.ANYBODY,
            Duration.ofSeconds(1),
            Guardrails.DEFAULT,
            new Explanations.Options(sample, true, 4, 256),
            new Brownout.Options(Duration.ofMillis(100)));
    return new ScoringDesk(
        SCORER,
        scorer,
        member,
        options,
        256,
        new ScoringDesk.Account() {
          @Override
          public void shed(Brownout.Shed unit, int count) {
            shed.merge(unit, count, Integer::sum);
          }

          @Override
          public void failed(String why) {
            failures.add(why);
          }
        });
  }

  private FeatureRecord record(long ts) {
    long at = offset++;
    return new FeatureRecord(
        "acme",
        "e" + at,
        "order_placed",
        ts,
        Outcome.SCORED,
        List.of(new Touch("acme|c" + at % 100, at + 1)),
        ts,
        "hash",
        new float[] {at % 7, at % 5, at % 3},
        new SourcePosition("sales-events", 0, at),
        0);
  }

  private FeatureRecord[] records(int count, long ts) {
    FeatureRecord[] batch = new FeatureRecord[count];
    Arrays.setAll(batch, i -> record(ts));
    return batch;
  }

  private <T extends Output> List<T> made(Class<T> kind) {
    return out.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<Prediction> of(Role role) {
    return made(Prediction.class).stream().filter(p -> p.role() == role).toList();
  }

  private void score(ScoringDesk desk, FeatureRecord[] batch, long waitedMicros) {
    desk.score(batch, batch.length, waitedMicros, out::add);
  }

  @Test
  void eachEventOfOneBatchIsScoredByTheLineUpOfItsTime() {
    FeatureRecord[] batch =
        Stream.of(9_999L, 10_000L, 5L, 20_000L).map(this::record).toArray(FeatureRecord[]::new);

    score(desk(0), batch, 0);

    assertThat(of(Role.SHADOW)).extracting(Prediction::ts).containsExactly(20_000L);
    assertThat(made(Prediction.class).subList(0, 4))
        .extracting(p -> p.source().offset())
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(of(Role.CHAMPION)).allMatch(p -> p.modelVersion().equals(first.ref().toString()));
    assertThat(of(Role.CANARY)).allMatch(p -> p.modelVersion().equals(second.ref().toString()));
    assertThat(of(Role.CANARY)).noneMatch(p -> p.ts() < CANARY_FROM);
    assertThat(of(Role.SHADOW)).allMatch(p -> p.modelVersion().equals(third.ref().toString()));
  }

  @Test
  void aCanaryKeepsItsEntitiesAndEachIsExposedOnce() {
    ScoringDesk desk = desk(0);
    score(desk, records(200, 11_000), 0);
    score(desk, records(200, 12_000), 0);

    Set<String> canary = new HashSet<>();
    of(Role.CANARY).forEach(p -> canary.add(p.entity()));
    assertThat(of(Role.CHAMPION)).noneMatch(p -> canary.contains(p.entity()));
    assertThat(canary.size()).isBetween(30, 70);
    List<Exposure> exposures = made(Exposure.class);
    assertThat(exposures).hasSize(100);
    assertThat(exposures).extracting(Exposure::id).doesNotHaveDuplicates();
    assertThat(exposures)
        .filteredOn(e -> e.role() == Role.CANARY)
        .extracting(Exposure::entity)
        .containsExactlyInAnyOrderElementsOf(canary);
  }

  @Test
  void aPredictionAndItsShadowHaveDifferentIds() {
    score(desk(0), records(10, 30_000), 0);

    assertThat(made(Prediction.class)).hasSize(20);
    assertThat(made(Prediction.class)).extracting(Prediction::id).doesNotHaveDuplicates();
  }

  @Test
  void explanationsAddUpToTheScoreThatWasWritten() {
    score(desk(1), records(50, 5), 0);

    assertThat(made(Explanation.class)).hasSize(50);
    for (Explanation explanation : made(Explanation.class)) {
      double sum = explanation.base() + Arrays.stream(explanation.contributions()).sum();
      assertThat(Link.LOGIT.inverse(sum)).isCloseTo(explanation.probability(), within(1e-6));
      assertThat(explanation.cause()).isEqualTo(Explanation.Cause.SAMPLE);
      assertThat(explanation.features()).containsExactly("gap", "orders");
    }
  }

  @Test
  void anAlertIsExplainedWhetherItComesBeforeOrAfterItsScore() {
    ScoringDesk desk = desk(0);
    FeatureRecord[] batch = records(3, 5);
    desk.alerted(alert(batch[1]), out::add);
    score(desk, batch, 0);
    desk.alerted(alert(batch[2]), out::add);

    assertThat(made(Explanation.class))
        .extracting(e -> e.source().offset(), Explanation::cause)
        .containsExactly(tuple(1L, Explanation.Cause.ALERT), tuple(2L, Explanation.Cause.ALERT));
  }

  private static Alert alert(FeatureRecord about) {
    return new Alert(
        "a",
        "acme",
        about.entity(),
        "rule",
        Alert.Severity.WARNING,
        "",
        List.of(),
        1,
        about.ts(),
        about.source(),
        0);
  }

  @Test
  void underLoadShadowsGoFirstThenExplanationsAndNoPredictionEver() {
    ScoringDesk desk = desk(1);
    for (int i = 0; i < 300; i++) {
      score(desk, records(4, 30_000), 150_000);
    }
    int explained = made(Explanation.class).size();
    assertThat(shed.get(Brownout.Shed.SHADOWS)).isPositive();
    assertThat(shed).doesNotContainKey(Brownout.Shed.EXPLANATIONS);
    for (int i = 0; i < 300; i++) {
      score(desk, records(4, 30_000), 250_000);
    }

    assertThat(shed.get(Brownout.Shed.EXPLANATIONS))
        .isEqualTo(2400 - made(Explanation.class).size());
    assertThat(made(Explanation.class).size()).isGreaterThan(explained);
    assertThat(of(Role.CHAMPION).size() + of(Role.CANARY).size()).isEqualTo(2400);
    assertThat(of(Role.SHADOW).size() + shed.get(Brownout.Shed.SHADOWS)).isEqualTo(2400);
  }

  @Test
  void whereTheCanaryCannotBeLoadedTheChampionAnswersAndSaysInsteadOfWhom() {
    ModelRef absent = new ModelRef("linear_30d", 9);
    log.clear();
    log.add(new Noted(first.ref(), first.digest(), Stage.VERIFIED, "t", 0));
    log.add(new Noted(absent, "d", Stage.VERIFIED, "t", 0));
    happens(1, Move.PROMOTE, first.ref(), first.digest(), null, Long.MIN_VALUE);
    happens(2, Move.SHADOW, absent, "d", null, CANARY_FROM);
    happens(3, Move.CANARY, absent, "d", new Ramp(List.of(50), 1), CANARY_FROM);

    score(desk(0), records(100, 11_000), 0);

    List<Prediction> canary = of(Role.CANARY);
    assertThat(canary).isNotEmpty();
    assertThat(canary).allMatch(p -> p.modelVersion().equals(first.ref().toString()));
    assertThat(canary).allMatch(p -> p.insteadOf().equals("linear_30d@9"));
    assertThat(canary).allMatch(p -> p.assigned().equals("linear_30d@9"));
    assertThat(failures).anyMatch(why -> why.contains("no version 9"));
  }

  @Test
  void aCanaryThatFailsIsSentBackAndNobodyElse() {
    MemoryLog live = new MemoryLog();
    ModelRef absent = new ModelRef("linear_30d", 9);
    log.clear();
    log.add(new Noted(first.ref(), first.digest(), Stage.VERIFIED, "t", 0));
    log.add(new Noted(absent, "d", Stage.VERIFIED, "t", 0));
    happens(1, Move.PROMOTE, first.ref(), first.digest(), null, Long.MIN_VALUE);
    happens(2, Move.SHADOW, absent, "d", null, CANARY_FROM);
    happens(3, Move.CANARY, absent, "d", new Ramp(List.of(50), 1), CANARY_FROM);
    log.forEach(live::add);
    ScoringDesk desk = desk(0, live);
    desk.judge();

    score(desk, records(40, 11_000), 0);
    desk.judge();
    assertThat(live.entries()).as("too few rows").hasSize(log.size());
    score(desk, records(200, 11_000), 0);
    desk.judge();
    desk.judge();

    assertThat(live.entries()).hasSize(log.size() + 1);
    Request request = (Request) live.entries().get(log.size());
    assertThat(request.move()).isEqualTo(Move.ROLLBACK);
    assertThat(request.model()).isEqualTo(absent);
    assertThat(request.by()).isEqualTo("guardrail");
    assertThat(request.reason()).startsWith("guardrail: share of failed rows is 1.000");
  }
}
