package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.rollout.MemoryLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutMemberTest {

  private static final List<String> SERVED = List.of("orders", "spend", "gap");
  private static final String SCORER = "purchase";

  @TempDir Path models;
  private final SharedModels shared = new SharedModels();
  private final MemoryLog log = new MemoryLog();
  private final Deque<Runnable> staging = new ArrayDeque<>();
  private final List<RolloutMember> opened = new ArrayList<>();
  private int requests;

  @AfterEach
  void everyModelIsClosed() {
    opened.forEach(RolloutMember::close);
    assertThat(shared.openModels()).isZero();
  }

  private RolloutMember member(int subtask, int subtasks, long scoredUntil) {
    RolloutMember member =
        new RolloutMember(
            SCORER,
            new RolloutMember.Place(subtask, subtasks),
            log,
            new WarmModels(ModelRegistry.at(models), shared),
            () -> SERVED,
            scoredUntil,
            1000,
            () -> 5,
            staging::add);
    opened.add(member);
    return member;
  }

  private ModelManifest verified(double intercept) throws Exception {
    ModelManifest saved = SavedModels.save(models, intercept);
    log.add(new Noted(saved.ref(), saved.digest(), Stage.VERIFIED, "t", 0));
    return saved;
  }

  private void ask(Move move, ModelRef model, String digest) {
    requests++;
    log.add(new Request(SCORER, requests, "r" + requests, move, model, digest, null, "t", "", 0));
  }

  private void first(ModelManifest model) {
    requests++;
    RolloutEntry activation =
        new RolloutEntry.Activation(SCORER, requests, Long.MIN_VALUE, List.of(), 0);
    log.add(
        new Request(
            SCORER, requests, "r", Move.PROMOTE, model.ref(), model.digest(), null, "t", "", 0));
    log.add(activation);
  }

  /** Every subtask hears of what there is and does what is due, staging too. */
  private void allDo(RolloutMember... members) {
    for (int round = 0; round < 4; round++) {
      for (RolloutMember member : members) {
        log.hearAll();
        member.tick();
        while (!staging.isEmpty()) {
          staging.remove().run();
        }
      }
    }
  }

  @Test
  void aVersionIsStagedByAllAndThenInForceBehindWhatAnyHasScored() throws Exception {
    first(verified(-1));
    ModelManifest next = verified(1);
    RolloutMember zero = member(0, 2, Long.MIN_VALUE);
    RolloutMember one = member(1, 2, Long.MIN_VALUE);
    zero.beforeScoring(10_000);
    one.beforeScoring(14_000);
    ask(Move.SHADOW, next.ref(), next.digest());

    allDo(zero, one);

    assertThat(zero.timeline().lineup().shadow()).contains(next.ref());
    assertThat(zero.timeline().lineup().from()).isEqualTo(15_000);
    assertThat(one.timeline().lineup()).isEqualTo(zero.timeline().lineup());
  }

  @Test
  void nothingHappensBeforeTheLastSubtaskHasStaged() throws Exception {
    first(verified(-1));
    ModelManifest next = verified(1);
    RolloutMember zero = member(0, 2, 10_000);
    ask(Move.SHADOW, next.ref(), next.digest());

    allDo(zero);

    assertThat(zero.timeline().pending().orElseThrow().promises()).hasSize(1);
  }

  @Test
  void anEventBeyondThePromiseWaitsForANewOne() throws Exception {
    first(verified(-1));
    ModelManifest next = verified(1);
    RolloutMember zero = member(0, 2, 10_000);
    ask(Move.SHADOW, next.ref(), next.digest());
    allDo(zero);

    zero.beforeScoring(50_000);

    List<Promise> promises =
        log.entries().stream().filter(Promise.class::isInstance).map(Promise.class::cast).toList();
    assertThat(promises).extracting(Promise::horizon).containsExactly(11_000L, 52_000L);
  }

  @Test
  void aJobThatStartsAgainAnswersBeforeItsFirstEvent() throws Exception {
    first(verified(-1));
    ModelManifest next = verified(1);
    ask(Move.SHADOW, next.ref(), next.digest());

    member(1, 2, 77_000);

    assertThat(log.entries().get(log.entries().size() - 1))
        .isEqualTo(new Promise(SCORER, 2, 1, 2, 0, 78_000, 0, ""));
  }

  @Test
  void aFileThatIsNotTheRegisteredOneIsRefusedByNameAndTheTransitionAbandoned() throws Exception {
    first(verified(-1));
    ModelManifest next = SavedModels.save(models, 1);
    log.add(new Noted(next.ref(), "another", Stage.VERIFIED, "t", 0));
    RolloutMember zero = member(0, 1, 0);
    ask(Move.SHADOW, next.ref(), "another");

    allDo(zero);

    assertThat(zero.timeline().decided(2).orElseThrow().abandoned().orElseThrow())
        .contains("subtask 0", "linear_30d@2", "digest", "another");
    assertThat(zero.timeline().lineup().shadow()).isEmpty();
  }

  @Test
  void aChampionThatCannotBeOpenedStandsInNobodysWay() throws Exception {
    ModelRef gone = new ModelRef("linear_30d", 9);
    log.add(new Noted(gone, "d", Stage.VERIFIED, "t", 0));
    requests++;
    log.add(new Request(SCORER, 1, "r", Move.PROMOTE, gone, "d", null, "t", "", 0));
    log.add(new RolloutEntry.Activation(SCORER, 1, Long.MIN_VALUE, List.of(), 0));
    ModelManifest next = verified(1);
    RolloutMember zero = member(0, 1, 0);
    assertThat(zero.unready()).singleElement().asString().contains("no version 9");

    ask(Move.SHADOW, next.ref(), next.digest());
    allDo(zero);
    ask(Move.PROMOTE, next.ref(), next.digest());
    allDo(zero);

    assertThat(zero.timeline().lineup().champion()).contains(next.ref());
  }

  @Test
  void versionsOfTheLastTwoLineUpsStayWarmAndOthersAreLetGo() throws Exception {
    ModelManifest first = verified(-1);
    first(first);
    RolloutMember zero = member(0, 1, 0);
    for (int version = 2; version <= 5; version++) {
      ModelManifest next = verified(version);
      ask(Move.SHADOW, next.ref(), next.digest());
      allDo(zero);
      ask(Move.PROMOTE, next.ref(), next.digest());
      allDo(zero);
    }

    assertThat(zero.timeline().lineup().champion()).contains(new ModelRef("linear_30d", 5));
    assertThat(zero.timeline().lineup().standby()).contains(new ModelRef("linear_30d", 4));
    assertThat(shared.openModels()).as("5 and 4, and 3 of the line-up before").isEqualTo(3);
  }

  @Test
  void aMemberAsksForItselfOnlyWhatIsLegalAndNotUnderWay() throws Exception {
    ModelManifest first = verified(-1);
    first(first);
    RolloutMember zero = member(0, 1, 0);
    int before = log.entries().size();

    zero.request(Move.ROLLBACK, first.ref(), "guardrail", "too slow");
    assertThat(log.entries()).hasSize(before);

    ModelManifest next = verified(1);
    ask(Move.SHADOW, next.ref(), next.digest());
    allDo(zero);
    zero.request(Move.ROLLBACK, next.ref(), "guardrail", "too slow");
    zero.request(Move.ROLLBACK, next.ref(), "guardrail", "too slow");
    allDo(zero);

    assertThat(zero.timeline().lineup().shadow()).isEmpty();
    assertThat(zero.timeline().decided(3).orElseThrow().request().reason()).isEqualTo("too slow");
    assertThat(zero.timeline().nextNumber()).isEqualTo(4);
  }
}
