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
 * a positive event or its horizon, whichever comes first, decides it; what the end of the log
 * leaves undecided has no label. Duplicates in the log do not count as events.
 *
 * <p>Records must be given with each entity's events complete; order does not matter.
 */
public final class LabelPass {

  /** One vector whose future is known. */
  public record Labelled(FeatureRecord record, boolean positive) {}

  /**
   * What the pass made of a log.
   *
   * @param labelled in order of event time, then source position
   * @param undecided questions whose horizon lies beyond the end of the log
   */
  public record Outcome(List<Labelled> labelled, int undecided) {}

  private record Question(int place, long deadline) {}

  private final LabelSpec spec;

  public LabelPass(LabelSpec spec) {
    this.spec = spec;
  }

  /** Labels every scored record of the opening type. */
  public Outcome label(List<FeatureRecord> log) {
    List<FeatureRecord> events = inEventTime(log);
    long end = events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).ts();
    Map<Integer, Boolean> decided = new TreeMap<>();
    Map<String, List<Question>> open = new HashMap<>();
    for (int place = 0; place < events.size(); place++) {
      FeatureRecord event = events.get(place);
      if (event.type().equals(spec.positiveOn().wireName())) {
        answer(open.get(event.entity()), event.ts(), decided);
      }
      if (event.scored() && event.type().equals(spec.opensOn().wireName())) {
        open.computeIfAbsent(event.entity(), e -> new ArrayList<>())
            .add(new Question(place, event.ts() + spec.horizon().toMillis()));
      }
    }
    int undecided = expire(open, end, decided);
    List<Labelled> labelled = new ArrayList<>(decided.size());
    decided.forEach((place, yes) -> labelled.add(new Labelled(events.get(place), yes)));
    return new Outcome(labelled, undecided);
  }

  private static List<FeatureRecord> inEventTime(List<FeatureRecord> log) {
    return log.stream()
        .filter(record -> record.outcome() != FeatureRecord.Outcome.DUPLICATE)
        .filter(record -> record.entity() != null)
        .sorted(
            Comparator.comparingLong(FeatureRecord::ts)
                .thenComparing(record -> record.source().topic())
                .thenComparing(record -> record.source().partition())
                .thenComparing(record -> record.source().offset()))
        .toList();
  }

  /** Decides every question of the entity that was opened strictly before {@code ts}. */
  private void answer(List<Question> questions, long ts, Map<Integer, Boolean> decided) {
    if (questions == null) {
      return;
    }
    questions.removeIf(
        question -> {
          boolean earlier = question.deadline() - spec.horizon().toMillis() < ts;
          if (earlier) {
            decided.put(question.place(), ts <= question.deadline());
          }
          return earlier;
        });
  }

  private static int expire(
      Map<String, List<Question>> open, long end, Map<Integer, Boolean> decided) {
    int undecided = 0;
    for (List<Question> questions : open.values()) {
      for (Question question : questions) {
        if (question.deadline() <= end) {
          decided.put(question.place(), false);
        } else {
          undecided++;
        }
      }
    }
    return undecided;
  }
}
