package io.atomstreams.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final ModelRef ONE = new ModelRef("m", 1);
  private static final ModelRef TWO = new ModelRef("m", 2);
  private static final ModelRef THREE = new ModelRef("m", 3);

  private Timeline timeline = Timeline.empty("s");

  private void verified(ModelRef... models) {
    for (ModelRef model : models) {
      timeline = timeline.with(new Noted(model, "d" + model.version(), Stage.VERIFIED, "t", 0));
    }
  }

  private Request request(Move move, ModelRef model) {
    Ramp ramp = move == Move.CANARY ? new Ramp(List.of(1, 5, 100), 1000) : null;
    String digest = "d" + model.version();
    return new Request(
        "s", timeline.nextNumber(), "id", move, model, digest, ramp, "t", "because", 0);
  }

  private void ask(Move move, ModelRef model) {
    timeline = timeline.with(request(move, model));
  }

  private void promise(int subtask, int renewal, long horizon, String refusal) {
    int number = timeline.nextNumber();
    timeline = timeline.with(new Promise("s", number, subtask, 2, renewal, horizon, 5, refusal));
  }

  private void activate(long from) {
    timeline = timeline.with(new Activation("s", timeline.nextNumber(), from, List.of(), 0));
  }

  private void happens(Move move, ModelRef model, long from) {
    ask(move, model);
    activate(from);
    assertThat(timeline.pending()).isEmpty();
  }

  @Test
  void theFirstChampionServesAllEvents() {
    verified(ONE);
    happens(Move.PROMOTE, ONE, Long.MIN_VALUE);

    assertThat(timeline.lineupAt(Long.MIN_VALUE).champion()).contains(ONE);
    assertThat(timeline.stage(ONE)).isEqualTo(Stage.CHAMPION);
  }

  @Test
  void eachEventIsScoredByTheLineUpOfItsOwnTime() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 100);
    happens(Move.SHADOW, TWO, 200);
    happens(Move.PROMOTE, TWO, 300);

    assertThat(timeline.lineupAt(99).champion()).isEmpty();
    assertThat(timeline.lineupAt(100).champion()).contains(ONE);
    assertThat(timeline.lineupAt(199).shadow()).isEmpty();
    assertThat(timeline.lineupAt(200).shadow()).contains(TWO);
    assertThat(timeline.lineupAt(299).champion()).contains(ONE);
    assertThat(timeline.lineupAt(300).champion()).contains(TWO);
    assertThat(timeline.lineupAt(300).shadow()).isEmpty();
    assertThat(timeline.lineupAt(300).standby()).contains(ONE);
  }

  @Test
  void aCanaryAnswersForItsShareAndStaysWithItsEntities() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 0);
    happens(Move.SHADOW, TWO, 0);
    happens(Move.CANARY, TWO, 10_000);

    int early = 0;
    int later = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean first = timeline.lineupAt(10_500).primary("acme|c" + i, 10_500).get().equals(TWO);
      boolean second = timeline.lineupAt(11_500).primary("acme|c" + i, 11_500).get().equals(TWO);
      assertThat(!first || second).isTrue();
      early += first ? 1 : 0;
      later += second ? 1 : 0;
      assertThat(timeline.lineupAt(12_000).primary("acme|c" + i, 12_000)).contains(TWO);
    }
    // 1 % and 5 % of 20,000, five standard deviations either side
    assertThat(early).isBetween(130, 270);
    assertThat(later).isBetween(846, 1154);
  }

  @Test
  void theOneThatStandsByTakesTheChampionsPlaceAgain() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 0);
    happens(Move.SHADOW, TWO, 0);
    happens(Move.PROMOTE, TWO, 100);
    happens(Move.ROLLBACK, TWO, 200);

    assertThat(timeline.lineupAt(150).champion()).contains(TWO);
    assertThat(timeline.lineupAt(200).champion()).contains(ONE);
    assertThat(timeline.stage(TWO)).isEqualTo(Stage.VERIFIED);
    assertThat(timeline.illegality(Move.ROLLBACK, ONE))
        .contains("m@1 is champion and none stands by to take its place; promote another");
  }

  @Test
  void onlyOneStandsBy() {
    verified(ONE, TWO, THREE);
    happens(Move.PROMOTE, ONE, 0);
    happens(Move.SHADOW, TWO, 0);
    happens(Move.PROMOTE, TWO, 0);
    happens(Move.SHADOW, THREE, 0);
    happens(Move.PROMOTE, THREE, 0);

    assertThat(timeline.lineup().standby()).contains(TWO);
    assertThat(timeline.stage(ONE)).isEqualTo(Stage.VERIFIED);
  }

  @Test
  void anIllegalMoveIsVoidAndTheLegalOnesAreListed() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 0);

    ask(Move.CANARY, TWO);

    assertThat(timeline.pending()).isEmpty();
    assertThat(timeline.illegality(Move.CANARY, TWO))
        .contains("m@2 is verified: canary is not possible from there, but shadow, retire");
    assertThat(timeline.illegality(Move.PROMOTE, THREE))
        .contains("m@3 is not registered with s; register it");
  }

  @Test
  void whatIsRetiredStaysSo() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 0);
    happens(Move.RETIRE, TWO, 0);
    verified(TWO);

    assertThat(timeline.stage(TWO)).isEqualTo(Stage.RETIRED);
    assertThat(timeline.illegality(Move.SHADOW, TWO))
        .contains(
            "m@2 is retired: shadow is not possible from there, but nothing is: register a new"
                + " version");
  }

  @Test
  void theSecondRequestOfANumberIsVoid() {
    verified(ONE, TWO);
    ask(Move.PROMOTE, ONE);
    Request late = request(Move.PROMOTE, TWO);
    timeline = timeline.with(late);

    assertThat(timeline.pending().orElseThrow().request().model()).isEqualTo(ONE);
  }

  @Test
  void anActivationBeforeAPromisedTimeIsVoidAndCounted() {
    verified(ONE);
    ask(Move.PROMOTE, ONE);
    promise(0, 0, 500, "");
    promise(1, 0, 400, "");
    promise(1, 1, 900, "");

    activate(899);
    assertThat(timeline.pending()).isPresent();
    assertThat(timeline.voidActivations()).isOne();

    activate(900);
    assertThat(timeline.pending()).isEmpty();
    assertThat(timeline.lineupAt(900).champion()).contains(ONE);
  }

  @Test
  void nothingIsActivatedAgainstARefusal() {
    verified(ONE);
    ask(Move.PROMOTE, ONE);
    promise(0, 0, 500, "");
    promise(1, 0, Long.MIN_VALUE, "missing: gap");

    activate(10_000);
    assertThat(timeline.lineup().champion()).isEmpty();
    assertThat(new Decider("s", 2).decide(timeline, 7))
        .contains(new Abandonment("s", 1, "missing: gap", 7));
  }

  @Test
  void theDeciderWaitsForEverySubtaskAndTakesTheFurthestPromise() {
    Decider decider = new Decider("s", 2);
    verified(ONE);
    assertThat(decider.decide(timeline, 0)).isEmpty();
    ask(Move.PROMOTE, ONE);
    promise(1, 0, 700, "");
    assertThat(decider.decide(timeline, 0)).isEmpty();
    promise(0, 0, 650, "");

    Activation activation = (Activation) decider.decide(timeline, 9).orElseThrow();
    assertThat(activation.effectiveFrom()).isEqualTo(700);
    assertThat(activation.acknowledged()).hasSize(2);
  }

  @Test
  void anAbandonedTransitionLeavesEverythingAndTheNextCanBegin() {
    verified(ONE, TWO);
    happens(Move.PROMOTE, ONE, 0);
    ask(Move.SHADOW, TWO);
    timeline = timeline.with(new Abandonment("s", 2, "withdrawn", 0));

    assertThat(timeline.pending()).isEmpty();
    assertThat(timeline.stage(TWO)).isEqualTo(Stage.VERIFIED);
    assertThat(timeline.nextNumber()).isEqualTo(3);
    assertThat(timeline.decided(2).orElseThrow().abandoned()).contains("withdrawn");
  }

  @Test
  void whatIsAboutAnotherScorerChangesNothing() {
    verified(ONE);
    Timeline before = timeline;
    timeline =
        timeline.with(new Request("other", 1, "id", Move.PROMOTE, ONE, "d1", null, "t", "", 0));

    assertThat(timeline).isSameAs(before);
  }

  @Test
  void impossibleRampsAreRefused() {
    assertThatThrownBy(() -> new Ramp(List.of(5, 1), 10)).hasMessageContaining("must grow");
    assertThatThrownBy(() -> new Ramp(List.of(101), 10)).hasMessageContaining("at most 100");
    assertThatThrownBy(() -> new Ramp(List.of(), 10)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new Ramp(List.of(1), 0)).hasMessageContaining("1 ms or more");
  }
}
