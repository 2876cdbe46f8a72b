package io.atomstreams.pipelines.training;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.label.LabelPass;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Which scored openings of a feature log become rows of a training set, and what becomes of the
 * others. Each opening is counted once, under the first of these that holds:
 *
 * <pre>
 *   its vector is of another feature list    otherLists, by hash
 *   the log ends before its label is mature  immature
 *   its vector came after its answer         answerSeen
 *   else                                     a row
 * </pre>
 *
 * <p>So a row's vector knows nothing later than its {@code asOf}, and its label is decided by what
 * is later than that and not later than opening + horizon.
 *
 * @param listHash hash of the feature list whose vectors are wanted
 * @param from first event time of an opening, if not the log's first
 * @param to event time before which the openings end, if not with the log; what answers them may
 *     lie beyond
 */
public record RowSelection(
    LabelSpec label, String listHash, Optional<Instant> from, Optional<Instant> to) {

  /**
   * What became of the openings.
   *
   * @param openings scored openings in the period; the sum of the rows and all that are left out
   * @param answerSeen their vector came after later events of the customer and may know the answer
   * @param otherLists how many vectors of which other feature list
   */
  public record Counts(
      int openings,
      int rows,
      int positive,
      int immature,
      int answerSeen,
      SortedMap<String, Integer> otherLists) {

    public Counts {
      otherLists = Collections.unmodifiableSortedMap(new TreeMap<>(otherLists));
    }
  }

  /**
   * The rows, in order of event time, then source position.
   *
   * @param logEnd latest event time of the log
   */
  public record Selected(List<Labelled> rows, Counts counts, Instant logEnd) {}

  public RowSelection {
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException(
          "the period from %s to %s is empty; --to must be later than --from"
              .formatted(from.get(), to.get()));
    }
  }

  /**
   * Selects.
   *
   * @throws IllegalArgumentException if the log has no opening in the period
   */
  public Selected of(List<FeatureRecord> log) {
    LabelPass.Outcome outcome = new LabelPass(label).label(log);
    LongPredicate inPeriod = period();
    SortedMap<String, Integer> otherLists = new TreeMap<>();
    int immature = 0;
    for (FeatureRecord opening : outcome.undecided()) {
      if (inPeriod.test(opening.ts()) && isOfList(opening, otherLists)) {
        immature++;
      }
    }
    int answerSeen = 0;
    int positive = 0;
    List<Labelled> rows = new ArrayList<>();
    for (Labelled labelled : outcome.labelled()) {
      if (!inPeriod.test(labelled.record().ts()) || !isOfList(labelled.record(), otherLists)) {
        continue;
      }
      if (!labelled.mature()) {
        immature++;
      } else if (labelled.answerSeen()) {
        answerSeen++;
      } else {
        rows.add(labelled);
        positive += labelled.positive() ? 1 : 0;
      }
    }
    int others = otherLists.values().stream().mapToInt(Integer::intValue).sum();
    int openings = rows.size() + immature + answerSeen + others;
    if (openings == 0) {
      throw noOpening(log, outcome);
    }
    return new Selected(
        rows,
        new Counts(openings, rows.size(), positive, immature, answerSeen, otherLists),
        Instant.ofEpochMilli(outcome.end()));
  }

  private LongPredicate period() {
    long first = from.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    long end = to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    return ts -> ts >= first && ts < end;
  }

  /** Whether the vector is of the wanted list; counts it if not. */
  private boolean isOfList(FeatureRecord opening, SortedMap<String, Integer> otherLists) {
    boolean wanted = opening.listHash().equals(listHash);
    if (!wanted) {
      otherLists.merge(opening.listHash(), 1, Integer::sum);
    }
    return wanted;
  }

  private IllegalArgumentException noOpening(List<FeatureRecord> log, LabelPass.Outcome outcome) {
    String span =
        outcome.end() == Long.MIN_VALUE
            ? "has no event of a customer"
            : "reaches from %s to %s"
                .formatted(
                    Instant.ofEpochMilli(
                        log.stream().mapToLong(FeatureRecord::ts).min().orElseThrow()),
                    Instant.ofEpochMilli(outcome.end()));
    String begin = from.map(Instant::toString).orElse("the beginning");
    String end = to.map(Instant::toString).orElse("the end");
    return new IllegalArgumentException(
        "label %s: no scored %s from %s to %s; the log %s; events are scored that scoring.yaml lists under scorer.on"
            .formatted(label.id(), label.opensOn().wireName(), begin, end, span));
  }
}
