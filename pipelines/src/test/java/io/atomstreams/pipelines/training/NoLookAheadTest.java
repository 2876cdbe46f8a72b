package io.atomstreams.pipelines.training;

import static io.atomstreams.pipelines.training.LogRecords.LIST;
import static io.atomstreams.pipelines.training.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.pipelines.training.RowSelection.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What lies beyond a row's horizon, or was logged after its opening, leaves no trace in it. */
class NoLookAheadTest {

  private static final int HORIZON = 10;
  private static final int END = 3 * HORIZON;

  /** An event of the log before it has a place in it. */
  record Draft(int customer, int ts, int behind, String type, Outcome outcome, String list) {}

  @Property(tries = 3000)
  void changingWhatComesAfterTheHorizonChangesNoRow(
      @ForAll("drafts") List<Draft> drafts,
      @ForAll("drafts") List<Draft> others,
      @ForAll @IntRange(max = END) int cut,
      @ForAll boolean absence) {
    List<Draft> changed = new ArrayList<>();
    drafts.stream().filter(draft -> draft.ts() <= cut).forEach(changed::add);
    others.stream().filter(draft -> draft.ts() > cut).forEach(changed::add);

    assertThat(rowsUntil(cut - HORIZON, rows(log(changed), absence)))
        .isEqualTo(rowsUntil(cut - HORIZON, rows(log(drafts), absence)));
  }

  @Property(tries = 500)
  void changingFeaturesLoggedAfterAnOpeningChangesNoEarlierRow(
      @ForAll("drafts") List<Draft> drafts, @ForAll @IntRange(max = END) int cut) {
    List<FeatureRecord> log = log(drafts);
    List<FeatureRecord> changed = new ArrayList<>();
    for (FeatureRecord r : log) {
      changed.add(r.ts() <= cut ? r : withVector(r, -1, -2));
    }

    assertThat(rowsUntil(cut, rows(changed, false))).isEqualTo(rowsUntil(cut, rows(log, false)));
  }

  @Property(tries = 500)
  void noRowsAnswerLiesWithinWhatItsVectorHasSeen(@ForAll("drafts") List<Draft> drafts) {
    List<FeatureRecord> log = log(drafts);
    for (Labelled row : rows(log, false)) {
      FeatureRecord opening = row.record();
      boolean later =
          log.stream()
              .filter(r -> r.type().equals("order_placed") && r.outcome() != Outcome.DUPLICATE)
              .filter(r -> r.entity().equals(opening.entity()))
              .anyMatch(r -> r.ts() > opening.asOf() && r.ts() <= opening.ts() + HORIZON);
      assertThat(row.positive()).isEqualTo(later);
    }
  }

  @Property(tries = 500)
  void noOpeningIsCountedTwiceOrNotAtAll(@ForAll("drafts") List<Draft> drafts) {
    List<FeatureRecord> log = log(drafts);
    Counts counts = selection(false).of(log).counts();
    int others = counts.otherLists().values().stream().mapToInt(Integer::intValue).sum();

    assertThat(counts.openings())
        .isEqualTo(counts.rows() + counts.immature() + counts.answerSeen() + others)
        .isEqualTo(
            (int) log.stream().filter(r -> r.scored() && r.type().equals("order_placed")).count());
  }

  private static List<Labelled> rows(List<FeatureRecord> log, boolean absence) {
    return selection(absence).of(log).rows();
  }

  private static RowSelection selection(boolean absence) {
    LabelSpec label =
        new LabelSpec(
            "x",
            Subject.CUSTOMER,
            EventType.ORDER_PLACED,
            new PositiveOn(EventType.ORDER_PLACED, absence, Duration.ofMillis(HORIZON)));
    return new RowSelection(label, LIST, Optional.empty(), Optional.empty());
  }

  /** All that a row says, of the rows opened up to {@code ts}. */
  private static List<String> rowsUntil(long ts, List<Labelled> rows) {
    return rows.stream()
        .filter(row -> row.record().ts() <= ts)
        .map(
            row ->
                "%s %d %d %s %s"
                    .formatted(
                        row.record().entity(),
                        row.record().ts(),
                        row.record().asOf(),
                        row.positive(),
                        Arrays.toString(row.record().vector())))
        .sorted()
        .toList();
  }

  @Provide
  Arbitrary<List<Draft>> drafts() {
    return Combinators.combine(
            Arbitraries.of(0, 1),
            Arbitraries.integers().between(0, END),
            Arbitraries.of(0, 0, 0, 1, HORIZON, HORIZON + 1),
            Arbitraries.of("order_placed", "order_placed", "order_placed", "page_view"),
            Arbitraries.of(Outcome.SCORED, Outcome.SCORED, Outcome.UPDATED, Outcome.DUPLICATE),
            Arbitraries.of(LIST, LIST, LIST, "other"))
        .as(Draft::new)
        .list()
        .ofMaxSize(40);
  }

  /**
   * In order of arrival, with an opening and an event at the end that stay. Vectors say what they
   * are of, so that a row with another's vector is seen.
   */
  private static List<FeatureRecord> log(List<Draft> drafts) {
    List<FeatureRecord> log = new ArrayList<>();
    log.add(LogRecords.order("first", 0, 0, 0, 0));
    for (Draft d : drafts) {
      log.add(
          record(
              "c" + d.customer(),
              d.type(),
              d.ts(),
              d.ts() + d.behind(),
              d.outcome(),
              d.list(),
              log.size(),
              d.customer(),
              d.ts()));
    }
    log.add(LogRecords.view("last", END, log.size()));
    return log;
  }

  private static FeatureRecord withVector(FeatureRecord r, float... vector) {
    return new FeatureRecord(
        r.tenant(),
        r.eventId(),
        r.type(),
        r.ts(),
        r.outcome(),
        r.touched(),
        r.asOf(),
        r.listHash(),
        vector,
        r.source(),
        0);
  }
}
