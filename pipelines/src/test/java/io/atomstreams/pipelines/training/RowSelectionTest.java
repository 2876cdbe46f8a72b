package io.atomstreams.pipelines.training;

import static io.atomstreams.pipelines.training.LogRecords.LIST;
import static io.atomstreams.pipelines.training.LogRecords.order;
import static io.atomstreams.pipelines.training.LogRecords.record;
import static io.atomstreams.pipelines.training.LogRecords.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.pipelines.training.RowSelection.Counts;
import io.atomstreams.pipelines.training.RowSelection.Selected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowSelectionTest {

  private static final LabelSpec LABEL =
      new LabelSpec(
          "again",
          Subject.CUSTOMER,
          EventType.ORDER_PLACED,
          PositiveOn.event(EventType.ORDER_PLACED, Duration.ofMillis(100)));

  @Test
  void everyOpeningIsARowOrCountedUnderWhatKeepsItOut() {
    List<FeatureRecord> log =
        List.of(
            order("a", 0, 0, 1),
            order("a", 100, 1, 2),
            record("b", "order_placed", 10, 10, Outcome.SCORED, "old", 2, 3, 4),
            record("c", "order_placed", 20, 30, Outcome.SCORED, LIST, 3, 5),
            order("c", 30, 4, 6),
            record("d", "order_placed", 20, 29, Outcome.SCORED, LIST, 5, 7),
            order("d", 30, 6, 8),
            record("d", "order_placed", 30, 30, Outcome.DUPLICATE, "", 7),
            order("e", 250, 8, 9),
            order("e", 260, 9, 10),
            view("z", 300, 10));

    Selected selected = all().of(log);

    assertThat(selected.rows())
        .extracting(row -> row.record().eventId() + (row.positive() ? "+" : "-"))
        .containsExactly("e0+", "e5+", "e4-", "e6-", "e1-");
    assertThat(selected.counts())
        .isEqualTo(new Counts(9, 5, 2, 2, 1, new TreeMap<>(Map.of("old", 1))));
    assertThat(selected.logEnd()).isEqualTo(Instant.ofEpochMilli(300));
  }

  @Test
  void thePeriodBoundsTheOpeningsAndNotWhatAnswersThem() {
    List<FeatureRecord> log =
        List.of(order("a", 0, 0, 1), order("a", 50, 1, 2), order("a", 60, 2, 3), view("z", 300, 3));

    Selected selected = between(50, 60).of(log);

    assertThat(selected.rows()).singleElement().matches(row -> row.positive());
    assertThat(selected.rows().get(0).record().ts()).isEqualTo(50);
    assertThat(selected.counts().openings()).isEqualTo(1);
  }

  @Test
  void aPeriodWithoutOpeningsAndAnEmptyOneAreRefusedWithTheWayOut() {
    List<FeatureRecord> log = List.of(order("a", 0, 0, 1), view("z", 300, 3));

    assertThatThrownBy(() -> between(1, 2).of(log))
        .hasMessageContaining("label again: no scored order_placed from 1970-01-01T00:00:00.001Z")
        .hasMessageContaining("reaches from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00.300Z");
    assertThatThrownBy(() -> all().of(List.of())).hasMessageContaining("has no event");
    assertThatThrownBy(() -> between(2, 2)).hasMessageContaining("--to must be later than --from");
  }

  private static RowSelection all() {
    return new RowSelection(LABEL, LIST, Optional.empty(), Optional.empty());
  }

  private static RowSelection between(long from, long to) {
    return new RowSelection(
        LABEL,
        LIST,
        Optional.of(Instant.ofEpochMilli(from)),
        Optional.of(Instant.ofEpochMilli(to)));
  }
}
