package io.atomstreams.operators.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelPassTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Duration MONTH = Duration.ofDays(30);
  private static final long HORIZON = MONTH.toMillis();

  private static final LabelSpec PURCHASE =
      spec(PositiveOn.event(EventType.ORDER_PLACED, MONTH), MONTH);
  private static final LabelSpec CHURN =
      spec(PositiveOn.absenceOf(EventType.ORDER_PLACED, MONTH), MONTH);

  @Test
  void anotherOrderWithinTheHorizonMakesAPositive() {
    assertThat(labels(PURCHASE, order("a", 0), order("a", HORIZON), view("b", 90 * DAY)))
        .containsExactly(Map.entry("a@0", true), Map.entry("a@" + HORIZON, false));
  }

  @Test
  void anOrderJustAfterTheHorizonDoesNot() {
    assertThat(labels(PURCHASE, order("a", 0), order("a", HORIZON + 1), view("b", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void absenceIsTheOpposite() {
    assertThat(labels(CHURN, order("a", 0), order("a", HORIZON), view("b", 90 * DAY)))
        .containsExactly(Map.entry("a@0", false), Map.entry("a@" + HORIZON, true));
  }

  @Test
  void neitherAnotherCustomersOrderNorAnotherEventNorADuplicateAnswers() {
    assertThat(
            labels(
                PURCHASE,
                order("a", 0),
                order("b", DAY),
                view("a", 2 * DAY),
                record("a", 3 * DAY, 3 * DAY, "order_placed", Outcome.DUPLICATE),
                view("c", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void whatTheEndOfTheLogLeavesOpenHasNoLabel() {
    FeatureRecord opening = order("a", 0);
    LabelPass.Outcome outcome =
        new LabelPass(PURCHASE).label(List.of(opening, view("b", HORIZON - 1)));

    assertThat(outcome.labelled()).isEmpty();
    assertThat(outcome.undecided()).containsExactly(opening);
    assertThat(outcome.end()).isEqualTo(HORIZON - 1);
  }

  @Test
  void whatIsAnsweredBeforeItsHorizonHasPassedIsNotMature() {
    assertThat(mature(PURCHASE, HORIZON - 1)).isFalse();
    assertThat(mature(PURCHASE, HORIZON)).isTrue();
    LabelSpec patient = spec(PURCHASE.positiveOn(), MONTH.plusDays(1));
    assertThat(mature(patient, HORIZON + DAY - 1)).isFalse();
    assertThat(mature(patient, HORIZON + DAY)).isTrue();
  }

  private static boolean mature(LabelSpec spec, long end) {
    return new LabelPass(spec)
        .label(List.of(order("a", 0), order("a", DAY), view("b", end)))
        .labelled()
        .get(0)
        .mature();
  }

  @Test
  void aVectorThatCameAfterItsAnswerIsMarked() {
    FeatureRecord before = record("a", 0, DAY - 1, "order_placed", Outcome.SCORED);
    FeatureRecord after = record("a", 0, DAY, "order_placed", Outcome.SCORED);
    assertThat(answerSeen(before, order("a", DAY))).isFalse();
    assertThat(answerSeen(after, order("a", DAY))).isTrue();
    FeatureRecord farBehind = record("a", 0, HORIZON, "order_placed", Outcome.SCORED);
    assertThat(answerSeen(farBehind, view("a", HORIZON))).isTrue();
  }

  private static boolean answerSeen(FeatureRecord opening, FeatureRecord other) {
    return new LabelPass(PURCHASE)
        .label(List.of(opening, other, view("b", 90 * DAY)))
        .labelled()
        .get(0)
        .answerSeen();
  }

  @Test
  void anOrderAtTheSameInstantIsNoLaterOrder() {
    assertThat(labels(PURCHASE, order("a", 0), order("a", 0), view("b", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void aRecordReadTwiceOpensOneQuestion() {
    FeatureRecord opening = order("a", 0);
    assertThat(
            new LabelPass(PURCHASE)
                .label(List.of(opening, view("b", 90 * DAY), opening))
                .labelled())
        .hasSize(1);
  }

  @Test
  void aHorizonOfNothingAndAMaturityShorterThanTheHorizonAreRefused() {
    assertThatThrownBy(
            () -> spec(PositiveOn.event(EventType.ORDER_PLACED, Duration.ZERO), Duration.ZERO))
        .hasMessage("label x: horizon is PT0S, must be longer than 0");
    assertThatThrownBy(() -> spec(PURCHASE.positiveOn(), Duration.ofDays(29)))
        .hasMessage("label x: maturity is PT696H, must be at least the horizon (PT720H)");
  }

  private static LabelSpec spec(PositiveOn positiveOn, Duration maturity) {
    return new LabelSpec("x", Subject.CUSTOMER, EventType.ORDER_PLACED, positiveOn, maturity);
  }

  private static Map<String, Boolean> labels(LabelSpec spec, FeatureRecord... log) {
    Map<String, Boolean> labels = new TreeMap<>();
    new LabelPass(spec)
        .label(List.of(log))
        .labelled()
        .forEach(l -> labels.put(l.record().entity() + "@" + l.record().ts(), l.positive()));
    return labels;
  }

  private static FeatureRecord order(String customer, long ts) {
    return record(customer, ts, ts, "order_placed", Outcome.SCORED);
  }

  private static FeatureRecord view(String customer, long ts) {
    return record(customer, ts, ts, "page_view", Outcome.UPDATED);
  }

  private static FeatureRecord record(
      String customer, long ts, long asOf, String type, Outcome outcome) {
    List<Touch> touched = List.of(new Touch(customer, 1));
    SourcePosition source = new SourcePosition("t", 0, ts);
    return new FeatureRecord(
        "acme", "e", type, ts, outcome, touched, asOf, "", new float[0], source, 0);
  }
}
