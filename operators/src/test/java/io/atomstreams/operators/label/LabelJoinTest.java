package io.atomstreams.operators.label;

import static io.atomstreams.operators.label.JoinRun.label;
import static io.atomstreams.operators.label.JoinRun.options;
import static io.atomstreams.operators.label.JoinRun.order;
import static io.atomstreams.operators.label.JoinRun.record;
import static io.atomstreams.operators.label.JoinRun.said;
import static io.atomstreams.operators.label.JoinRun.score;
import static io.atomstreams.operators.label.JoinRun.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Feedback.About;
import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.label.LabelAccount.Fate;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelJoinTest {

  private static final Duration HORIZON = Duration.ofMillis(100);
  private static final PositiveOn REFUNDED = PositiveOn.event(EventType.REFUNDED, HORIZON);
  private static final PositiveOn KEPT = PositiveOn.absenceOf(EventType.REFUNDED, HORIZON);
  private static final LabelJoin.Options USUAL = options(10, 50, 0);

  private static JoinRun join(PositiveOn positiveOn, int cut) {
    return new JoinRun(USUAL, label("x", positiveOn, 100, cut));
  }

  private static FeatureRecord refund(int offset, long ts) {
    return record(offset, ts, ts, EventType.REFUNDED, Outcome.UPDATED, "acme|c");
  }

  @Test
  void aProvisionalAnswerIsTakenBackAtTheEventThatShowsItWrong() {
    JoinRun run = join(REFUNDED, 20);
    run.take(order(0, 1000));
    assertThat(run.at(1019).told()).isEmpty();
    assertThat(run.at(1020).told()).containsExactly("F 0 @1020");
    run.take(refund(1, 1060));
    assertThat(run.at(1059).told()).hasSize(1);
    assertThat(run.at(1060).told()).containsExactly("F 0 @1020", "R 0 @1060", "C 1 @1060");
    assertThat(run.examples).extracting(Example::weight).containsExactly(1.0, -1.0, 1.0);
    assertThat(run.delays).containsExactly(-1L, -1L, 60L);
    run.take(refund(2, 1070));
    assertThat(run.at(1100).told()).hasSize(3);
    assertThat(run.isEmpty()).isTrue();
  }

  @Test
  void absenceIsPresumedUntilTheEventComes() {
    JoinRun run = join(KEPT, 20);
    run.take(order(0, 1000), refund(1, 1060), refund(2, 1101));
    assertThat(run.at(2000).told()).containsExactly("F 1 @1020", "R 1 @1060", "C 0 @1060");
  }

  @Test
  void anExampleCarriesTheVectorAndItsPlaceAndAnIdOfBoth() {
    JoinRun run = join(REFUNDED, 100);
    FeatureRecord opening = record(7, 1000, 1003, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c");
    run.take(opening);
    Example example = run.at(1100).examples.get(0);
    assertThat(example.id()).isEqualTo(RecordId.of("example", "acme", "x", source(7)));
    assertThat(example.vector()).isEqualTo(opening.vector());
    assertThat(List.of(example.asOf(), example.ts(), example.readAtMicros()))
        .containsExactly(1003L, 1100L, 7L);
    assertThat(List.of(example.listHash(), example.entity(), example.label()))
        .containsExactly("list", "acme|c", "x");
    assertThat(example.source()).isEqualTo(source(7));
  }

  @Test
  void aVectorLaterThanTheCutWaitsForItselfAndOneThatKnowsTheAnswerIsLeftOut() {
    JoinRun run = join(REFUNDED, 20);
    run.take(record(0, 1000, 1050, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c"));
    assertThat(run.at(1049).told()).isEmpty();
    assertThat(run.at(1050).told()).containsExactly("F 0 @1050");

    JoinRun seen = join(REFUNDED, 20);
    seen.take(
        record(0, 1000, 1050, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c"),
        refund(1, 1050),
        record(2, 1000, 1100, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c"));
    assertThat(seen.at(2000).told()).isEmpty();
    assertThat(seen.fates).containsEntry(Fate.ANSWER_SEEN, 2).containsEntry(Fate.OPENED, 1);
  }

  @Test
  void anAnswerThatComesLateCorrectsWithinMaturityAndLateness() {
    JoinRun run = new JoinRun(options(10, 50, 30), label("x", REFUNDED, 110, 100));
    run.take(order(0, 1000));
    assertThat(run.at(1139).told()).containsExactly("F 0 @1100");
    run.take(refund(1, 1100));
    assertThat(run.told()).containsExactly("F 0 @1100", "R 0 @1100", "C 1 @1100");
    run.at(1140).take(refund(2, 1100));
    assertThat(run.told()).hasSize(3);
    assertThat(run.fates).containsEntry(Fate.LATE_ANSWER, 1);
  }

  @Test
  void aVectorIsTakenBackWhenALateEventShowsThatItKnewTheAnswer() {
    JoinRun run = new JoinRun(options(10, 50, 30), label("x", REFUNDED, 110, 100));
    run.take(record(0, 1000, 1040, EventType.ORDER_PLACED, Outcome.SCORED, "acme|c"));
    run.take(refund(1, 1060));
    run.at(1100).take(refund(2, 1040));
    assertThat(run.told()).containsExactly("F 1 @1100", "R 1 @1100");
    assertThat(run.fates).containsEntry(Fate.ANSWER_SEEN, 1);
  }

  @Test
  void anOpeningThatComesLateFindsTheAnswersThatWentByAndALaterOneIsRefused() {
    JoinRun run = new JoinRun(options(10, 50, 30), label("x", REFUNDED, 100, 100));
    run.take(refund(1, 1010));
    run.at(1029).take(order(0, 1000));
    run.at(1030).take(order(2, 1000));
    assertThat(run.at(2000).told()).containsExactly("F 1 @1100");
    assertThat(run.fates).containsEntry(Fate.LATE_OPENING, 1);
  }

  @Test
  void scoresAreJoinedWhetherTheyComeBeforeOrAfterTheirEvent() {
    JoinRun run = join(REFUNDED, 100);
    FeatureRecord opening = order(0, 1000);
    run.take(score(opening, "b@1", Role.SHADOW), score(opening, "z@1", Role.CHAMPION));
    run.take(opening, score(opening, "a@1", Role.SHADOW), score(opening, "a@1", Role.SHADOW));
    assertThat(run.at(1100).examples.get(0).scores())
        .extracting(Example.Score::modelVersion)
        .containsExactly("z@1", "a@1", "b@1");
  }

  @Test
  void scoresWithoutEventAndAfterTheFirstExampleAreCountedAndForgotten() {
    JoinRun run = new JoinRun(USUAL, label("x", REFUNDED, 200, 20));
    run.take(score(order(5, 1000), "m@1", Role.CHAMPION));
    run.at(1049);
    assertThat(run.isEmpty()).isFalse();
    assertThat(run.at(1050).isEmpty()).isTrue();
    assertThat(run.fates).containsOnly(entry(Fate.UNMATCHED_SCORE, 1));

    FeatureRecord opening = order(0, 1060);
    run.take(opening);
    run.at(1080).take(score(opening, "m@1", Role.CHAMPION), refund(1, 1090));
    run.at(1090);
    assertThat(run.examples).hasSize(3).allMatch(example -> example.scores().isEmpty());
    assertThat(run.fates).containsEntry(Fate.LATE_SCORE, 1);
  }

  private static java.util.Map.Entry<Fate, Integer> entry(Fate fate, int count) {
    return java.util.Map.entry(fate, count);
  }

  @Test
  void theOldestQuestionIsMissedWhenTooManyComeBeforeItsAnswer() {
    JoinRun run = new JoinRun(options(2, 50, 0), label("x", REFUNDED, 100, 50));
    run.take(order(0, 1000), order(1, 1010), order(2, 1020));
    assertThat(run.held()).isEqualTo(2);
    run.take(order(3, 1060), refund(4, 1062));
    assertThat(run.at(2000).told()).containsExactly("F 0 @1060", "F 1 @1070", "F 1 @1110");
    assertThat(run.fates).containsEntry(Fate.MISSED, 1).containsEntry(Fate.OPENED, 4);
  }

  @Test
  void aCrowdNeverHoldsMoreThanItsBound() {
    JoinRun run = new JoinRun(options(8, 50, 0), label("x", REFUNDED, 100, 100));
    for (int i = 0; i < 5000; i++) {
      run.take(order(i, 1000 + i / 100));
      assertThat(run.held()).isLessThanOrEqualTo(8);
    }
    assertThat(run.at(2000).examples).hasSize(8);
    assertThat(run.fates).containsEntry(Fate.MISSED, 4992);
  }

  @Test
  void peopleAnswerBeforeTheCutInPlaceOfEvents() {
    JoinRun run = join(REFUNDED, 50);
    run.take(order(0, 1000), said(0, "x", About.event("e0"), 1, 1030));
    assertThat(run.at(1050).told()).containsExactly("F 1 @1030");
    assertThat(run.examples.get(0).kind()).isEqualTo(Example.Kind.FEEDBACK);
    assertThat(run.at(2000).examples).hasSize(1);
    assertThat(run.delays).containsExactly(30L);
  }

  @Test
  void peopleOverruleEventsAndEventsNeverPeople() {
    JoinRun run = join(REFUNDED, 50);
    run.take(order(0, 1000), said(0, "x", About.source(source(0)), 0, 1080), refund(1, 1010));
    run.at(1080);
    assertThat(run.told()).containsExactly("F 1 @1050", "R 1 @1080", "F 0 @1080");
    assertThat(run.fates).containsEntry(Fate.CONTRADICTED, 1);

    JoinRun before = join(REFUNDED, 50);
    before.take(order(0, 1000), said(0, "x", About.event("e0"), 0, 1060));
    before.at(1070).take(refund(1, 1090));
    assertThat(before.at(2000).told()).containsExactly("F 0 @1050");
    assertThat(before.fates).containsEntry(Fate.CONFIRMED, 1).containsEntry(Fate.CONTRADICTED, 1);
  }

  @Test
  void theLatestWordStandsAndDoubleOnesAreCounted() {
    JoinRun run = join(REFUNDED, 100);
    FeatureRecord opening = order(0, 1000);
    String id = score(opening, "m@1", Role.CHAMPION).id();
    run.take(opening, score(opening, "m@1", Role.CHAMPION));
    run.take(said(2, "x", About.prediction(id), 0, 1030), said(0, "x", About.event("e0"), 1, 1020));
    run.take(said(1, "x", About.event("e0"), 0, 1020), said(3, "x", About.event("e0"), 0, 1040));
    run.take(said(3, "x", About.event("e0"), 0, 1040));
    assertThat(run.at(2000).told()).containsExactly("F 1 @1020", "R 1 @1030", "F 0 @1030");
    assertThat(run.fates).containsEntry(Fate.SAID_OTHERWISE, 2).containsEntry(Fate.SAID_AGAIN, 1);
  }

  @Test
  void aWordWaitsForItsEventAndIsCountedIfNoneComes() {
    JoinRun run = join(REFUNDED, 100);
    run.take(said(0, "x", About.event("e0"), 1, 990), said(1, "x", About.event("e9"), 1, 990));
    run.at(995).take(order(0, 1000));
    assertThat(run.told()).containsExactly("F 1 @1000");
    assertThat(run.at(1040).fates).containsEntry(Fate.UNMATCHED_FEEDBACK, 1);
    run.take(said(2, "no such label", About.event("e0"), 1, 1050));
    assertThat(run.fates).containsEntry(Fate.UNMATCHED_FEEDBACK, 2);
  }

  @Test
  void aLabelOfPeopleIsAnsweredByNobodyElse() {
    JoinRun run = new JoinRun(USUAL, label("x", PositiveOn.feedback(HORIZON), 100, 100));
    run.take(order(0, 1000), order(1, 1001), refund(2, 1010));
    run.take(said(0, "x", About.event("e1"), 0.25, 1050));
    run.at(2000);
    assertThat(run.examples).hasSize(1);
    assertThat(run.examples.get(0).target()).isEqualTo(0.25);
    assertThat(run.fates).containsEntry(Fate.UNANSWERED, 1);
    assertThatThrownBy(() -> new LabelPass(label("x", PositiveOn.feedback(HORIZON), 100, 100)))
        .hasMessageContaining("label x is answered by feedback");
  }

  @Test
  void whatTheEndOfTheLogLeavesOpenIsNoNegative() {
    JoinRun run = join(REFUNDED, 100);
    run.take(order(0, 1000), score(order(4, 1000), "m@1", Role.CHAMPION));
    run.take(said(0, "x", About.event("e7"), 1, 990));
    run.at(1020).close();
    assertThat(run.at(3000).told()).isEmpty();
    assertThat(run.fates)
        .containsEntry(Fate.UNANSWERED, 1)
        .containsEntry(Fate.UNMATCHED_SCORE, 1)
        .containsEntry(Fate.UNMATCHED_FEEDBACK, 1);
  }

  @Test
  void refusesOptionsAndLabelsThatCannotBe() {
    assertThatThrownBy(() -> options(0, 1, 1)).hasMessageContaining("mostOpen is 0");
    assertThatThrownBy(() -> options(1, -1, 1)).hasMessageContaining("patience is PT-0.001S");
    assertThatThrownBy(() -> options(1, 1, -1)).hasMessageContaining("lateness is PT-0.001S");
    assertThatThrownBy(() -> new JoinRun(USUAL)).hasMessageContaining("no label is given");
    LabelSpec x = label("x", REFUNDED, 100, 100);
    assertThatThrownBy(() -> new JoinRun(USUAL, x, x)).hasMessageContaining("x is given twice");
    assertThatThrownBy(() -> label("x", REFUNDED, 100, 101))
        .hasMessage(
            "label x: cut is PT0.101S, must be longer than 0 and at most the horizon (PT0.1S)");
  }
}
