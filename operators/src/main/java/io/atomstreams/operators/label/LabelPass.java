package io.atomstreams.operators.label;

import io.atomstreams.operators.event.FeatureRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels a feature log in one pass of event time. Each opened question waits with its entity until
 * an event of the asked type or its horizon, whichever comes first, decides it; what the end of the
 * log leaves undecided has no label. Duplicates in the log do not count as events, and a record
 * that was read twice counts once.
 *
 * <p>Records must be given with each entity's events complete; order does not matter.
 */
public final class LabelPass {

  /**
   * One vector whose future is known.
   *
   * @param decidedAt when its answer was known, event time, ms: at the first event of the asked
   *     type, or at the end of the horizon
   * @param mature whether the log reaches as far as the label's maturity asks. Of the others only
   *     those with an early event are known: a sample of them is no fair one.
   */
  public record Labelled(FeatureRecord record, boolean positive, long decidedAt, boolean mature) {

    /**
     * Whether the vector is about an instant at which its answer was known already: it came after
     * later events of its entity and may have counted the one that answers.
     */
    public boolean answerSeen() {
      return decidedAt <= record.asOf();
    }
  }

  /**
   * What the pass made of a log.
   *
   * @param labelled in order of event time, then source position
   * @param undecided scored openings whose horizon lies beyond the end of the log, in that order
   * @param end latest event time of the log, ms; {@link Long#MIN_VALUE} if it has no event
   */
  public record Outcome(List<Labelled> labelled, List<FeatureRecord> undecided, long end) {}

  private record Question(int place, long deadline) {}

  private record Answer(boolean came, long decidedAt) {}

  private static final Comparator<FeatureRecord> EVENT_TIME =
      Comparator.comparingLong(FeatureRecord::ts)
          .thenComparing(record -> record.source().topic())
          .thenComparing(record -> record.source().partition())
          .thenComparing(record -> record.source().offset());

  private final LabelSpec spec;
  private final long horizon;

  /**
   * A pass for one label.
   *
   * @throws IllegalArgumentException if people answer it: a feature log does not hold what they say
   */
  public LabelPass(LabelSpec spec) {
    if (spec.positiveOn().isFeedback()) {
      throw new IllegalArgumentException(
          "label %s is answered by feedback, which a feature log does not hold; the learning job joins it in the stream"
              .formatted(spec.id()));
    }
    this.spec = spec;
    this.horizon = spec.horizon().toMillis();
  }

  /** Labels every scored record of the opening type. */
  public Outcome label(List<FeatureRecord> log) {
    List<FeatureRecord> events = inEventTime(log);
    long end = events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).ts();
    Map<Integer, Answer> decided = new TreeMap<>();
    Map<String, List<Question>> open = new HashMap<>();
    for (int place = 0; place < events.size(); place++) {
      FeatureRecord event = events.get(place);
      if (spec.positiveOn().isAnsweredBy(event.type())) {
        answer(open.get(event.entity()), event.ts(), decided);
      }
      if (event.scored() && event.type().equals(spec.opensOn().wireName())) {
        open.computeIfAbsent(event.entity(), e -> new ArrayList<>())
            .add(new Question(place, event.ts() + horizon));
      }
    }
    List<FeatureRecord> undecided =
        expire(open, end, decided).stream().sorted().map(events::get).toList();
    List<Labelled> labelled = new ArrayList<>(decided.size());
    decided.forEach((place, answer) -> labelled.add(labelled(events.get(place), answer, end)));
    return new Outcome(labelled, undecided, end);
  }

  private Labelled labelled(FeatureRecord record, Answer answer, long end) {
    return new Labelled(
        record,
        answer.came() != spec.positiveOn().absence(),
        answer.decidedAt(),
        record.ts() + spec.maturity().toMillis() <= end);
  }

  private static List<FeatureRecord> inEventTime(List<FeatureRecord> log) {
    List<FeatureRecord> sorted =
        log.stream()
            .filter(record -> record.outcome() != FeatureRecord.Outcome.DUPLICATE)
            .filter(record -> record.entity() != null)
            .sorted(EVENT_TIME)
            .toList();
    List<FeatureRecord> once = new ArrayList<>(sorted.size());
    for (FeatureRecord record : sorted) {
      if (once.isEmpty() || !isSame(once.get(once.size() - 1), record)) {
        once.add(record);
      }
    }
    return once;
  }

  private static boolean isSame(FeatureRecord a, FeatureRecord b) {
    return EVENT_TIME.compare(a, b) == 0 && a.eventId().equals(b.eventId());
  }

  /** Decides every question of the entity that was opened strictly before {@code ts}. */
  private void answer(List<Question> questions, long ts, Map<Integer, Answer> decided) {
    if (questions == null) {
      return;
    }
    questions.removeIf(
        question -> {
          boolean earlier = question.deadline() - horizon < ts;
          if (earlier) {
            boolean came = ts <= question.deadline();
            decided.put(question.place(), new Answer(came, came ? ts : question.deadline()));
          }
          return earlier;
        });
  }

  /** Decides what the end of the log allows; returns the places of the others. */
  private static List<Integer> expire(
      Map<String, List<Question>> open, long end, Map<Integer, Answer> decided) {
    List<Integer> undecided = new ArrayList<>();
    for (List<Question> questions : open.values()) {
      for (Question question : questions) {
        if (question.deadline() <= end) {
          decided.put(question.place(), new Answer(false, question.deadline()));
        } else {
          undecided.add(question.place());
        }
      }
    }
    return undecided;
  }
}
