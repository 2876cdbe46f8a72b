package io.atomstreams.operators.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The pass against looking through the whole list for each opening. */
class LabelPassOracleTest {

  /** Small, so that openings, answers, horizons and the log's end meet at the same instant. */
  private static final int HORIZON = 10;

  /** An event of the log before it has a place in it. */
  record Draft(int customer, int ts, int behind, EventType type, Outcome outcome) {}

  @Property(tries = 1000)
  void everyOpeningIsWhatLookingThroughAllEventsMakesOfIt(
      @ForAll("drafts") List<Draft> drafts,
      @ForAll boolean absence,
      @ForAll("maturities") int maturity) {
    List<FeatureRecord> log = log(drafts);
    LabelSpec spec = spec(absence, maturity);

    LabelPass.Outcome outcome = new LabelPass(spec).label(log);

    Map<String, Labelled> found = new HashMap<>();
    outcome.labelled().forEach(row -> found.put(row.record().eventId(), row));
    assertThat(found).hasSameSizeAs(outcome.labelled());
    long end =
        log.stream()
            .filter(r -> r.outcome() != Outcome.DUPLICATE)
            .mapToLong(FeatureRecord::ts)
            .max()
            .orElse(Long.MIN_VALUE);
    List<FeatureRecord> undecided = new ArrayList<>();
    for (FeatureRecord opening : log) {
      if (!opening.scored() || !opening.type().equals("order_placed")) {
        assertThat(found).doesNotContainKey(opening.eventId());
        continue;
      }
      Labelled expected = naive(log, opening, end, absence, maturity);
      if (expected == null) {
        undecided.add(opening);
      } else {
        assertThat(found.get(opening.eventId())).isEqualTo(expected);
      }
    }
    assertThat(outcome.undecided()).containsExactlyInAnyOrderElementsOf(undecided);
    assertThat(outcome.end()).isEqualTo(end);
  }

  @Property(tries = 300)
  void theOrderInWhichTheLogIsReadAndReadingItTwiceMakeNoDifference(
      @ForAll("drafts") List<Draft> drafts) {
    List<FeatureRecord> log = log(drafts);
    List<FeatureRecord> other = new ArrayList<>(log);
    Collections.reverse(other);
    other.addAll(log);
    LabelPass pass = new LabelPass(spec(false, HORIZON));

    assertThat(pass.label(other)).isEqualTo(pass.label(log));
  }

  private static Labelled naive(
      List<FeatureRecord> log, FeatureRecord opening, long end, boolean absence, int maturity) {
    long deadline = opening.ts() + HORIZON;
    long first = Long.MAX_VALUE;
    for (FeatureRecord r : log) {
      if (r.type().equals("order_placed")
          && r.outcome() != Outcome.DUPLICATE
          && r.entity().equals(opening.entity())
          && r.ts() > opening.ts()
          && r.ts() <= deadline) {
        first = Math.min(first, r.ts());
      }
    }
    boolean came = first != Long.MAX_VALUE;
    if (!came && deadline > end) {
      return null;
    }
    return new Labelled(
        opening, came != absence, came ? first : deadline, opening.ts() + maturity <= end);
  }

  @Provide
  Arbitrary<List<Draft>> drafts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 4 * HORIZON),
            Arbitraries.integers().between(0, 2 * HORIZON),
            Arbitraries.of(EventType.ORDER_PLACED, EventType.ORDER_PLACED, EventType.PAGE_VIEW),
            Arbitraries.of(Outcome.class))
        .as(Draft::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> maturities() {
    return Arbitraries.of(HORIZON, HORIZON + 1, 2 * HORIZON);
  }

  private static LabelSpec spec(boolean absence, int maturity) {
    return new LabelSpec(
        "x",
        Subject.CUSTOMER,
        EventType.ORDER_PLACED,
        new PositiveOn(EventType.ORDER_PLACED, absence, Duration.ofMillis(HORIZON)),
        Duration.ofMillis(maturity));
  }

  /** In order of arrival, which is not that of event time. */
  private static List<FeatureRecord> log(List<Draft> drafts) {
    List<FeatureRecord> log = new ArrayList<>();
    for (Draft draft : drafts) {
      int offset = log.size();
      log.add(
          new FeatureRecord(
              "acme",
              "e" + offset,
              draft.type().wireName(),
              draft.ts(),
              draft.outcome(),
              List.of(new Touch("acme|c" + draft.customer(), 1)),
              draft.ts() + draft.behind(),
              "",
              new float[0],
              new SourcePosition("t", offset % 2, offset),
              0));
    }
    return log;
  }
}
