package io.atomstreams.operators.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelPassTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HORIZON = 30 * DAY;

  private final LabelPass pass = new LabelPass(LabelSpec.purchase30d());

  @Test
  void anotherOrderWithinTheHorizonMakesAPositive() {
    assertThat(labels(order("a", 0), order("a", HORIZON), view("b", 90 * DAY)))
        .containsExactly(Map.entry("a@0", true), Map.entry("a@" + HORIZON, false));
  }

  @Test
  void anOrderJustAfterTheHorizonDoesNot() {
    assertThat(labels(order("a", 0), order("a", HORIZON + 1), view("b", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void neitherAnotherCustomersOrderNorAnotherEventNorADuplicateAnswers() {
    assertThat(
            labels(
                order("a", 0),
                order("b", DAY),
                view("a", 2 * DAY),
                record("a", 3 * DAY, "order_placed", Outcome.DUPLICATE),
                view("c", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void whatTheEndOfTheLogLeavesOpenHasNoLabel() {
    LabelPass.Outcome outcome = pass.label(List.of(order("a", 0), view("b", HORIZON - 1)));

    assertThat(outcome.labelled()).isEmpty();
    assertThat(outcome.undecided()).isEqualTo(1);
  }

  @Test
  void anOrderAtTheSameInstantIsNoLaterOrder() {
    assertThat(labels(order("a", 0), order("a", 0), view("b", 90 * DAY)))
        .containsEntry("a@0", false);
  }

  @Test
  void aHorizonOfNothingIsRefused() {
    assertThatThrownBy(
            () -> new LabelSpec("x", EventType.ORDER_PLACED, EventType.ORDER_PLACED, Duration.ZERO))
        .hasMessage("label x: horizon is PT0S, must be longer than 0");
  }

  @Property(tries = 300)
  void everyLabelIsTheOneThatLookingThroughAllEventsGives(
      @ForAll @Size(max = 40) List<@IntRange(max = 200) Integer> days,
      @ForAll @Size(max = 40) List<@IntRange(max = 2) Integer> customers) {
    List<FeatureRecord> log = new ArrayList<>();
    for (int i = 0; i < Math.min(days.size(), customers.size()); i++) {
      log.add(order("c" + customers.get(i), days.get(i) * DAY));
    }
    LabelPass.Outcome outcome = pass.label(log);
    long end = log.stream().mapToLong(FeatureRecord::ts).max().orElse(0);

    for (LabelPass.Labelled labelled : outcome.labelled()) {
      assertThat(labelled.positive()).isEqualTo(ordersAgain(log, labelled.record()));
    }
    assertThat(outcome.labelled().size() + outcome.undecided()).isEqualTo(log.size());
    long decidable =
        log.stream().filter(r -> ordersAgain(log, r) || r.ts() + HORIZON <= end).count();
    assertThat(outcome.labelled()).hasSize((int) decidable);
  }

  private static boolean ordersAgain(List<FeatureRecord> log, FeatureRecord opened) {
    return log.stream()
        .anyMatch(
            r ->
                r.entity().equals(opened.entity())
                    && r.ts() > opened.ts()
                    && r.ts() <= opened.ts() + HORIZON);
  }

  private Map<String, Boolean> labels(FeatureRecord... log) {
    Map<String, Boolean> labels = new TreeMap<>();
    pass.label(List.of(log))
        .labelled()
        .forEach(l -> labels.put(l.record().entity() + "@" + l.record().ts(), l.positive()));
    return labels;
  }

  private static FeatureRecord order(String customer, long ts) {
    return record(customer, ts, "order_placed", Outcome.SCORED);
  }

  private static FeatureRecord view(String customer, long ts) {
    return record(customer, ts, "page_view", Outcome.UPDATED);
  }

  private static FeatureRecord record(String customer, long ts, String type, Outcome outcome) {
    List<Touch> touched = List.of(new Touch(customer, 1));
    SourcePosition source = new SourcePosition("t", 0, ts);
    return new FeatureRecord(
        "acme", "e", type, ts, outcome, touched, ts, "", new float[0], source, 0);
  }
}
