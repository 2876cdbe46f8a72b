package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.Intake;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Inputs of customers that have no outcome yet. Those of one customer on one topic lie in one
 * partition and are taken in by offset; how two topics interleave is the run's own, and the feature
 * log says it. One thread.
 */
final class WaitingInputs {

  private record Lane(String route, String topic) {
    static Lane of(Intake intake) {
      return new Lane(intake.route(), intake.source().topic());
    }
  }

  private final Map<SourcePosition, Intake> bySource = new HashMap<>();
  private final Map<Lane, Deque<Intake>> lanes = new HashMap<>();

  void add(Intake intake) {
    bySource.put(intake.source(), intake);
    lanes.computeIfAbsent(Lane.of(intake), absent -> new ArrayDeque<>(2)).add(intake);
  }

  /** The input at a place, or {@code null}. */
  Intake at(SourcePosition source) {
    return bySource.get(source);
  }

  /** The next one of the same customer and topic, or {@code null}. */
  Intake next(Intake like) {
    Deque<Intake> lane = lanes.get(Lane.of(like));
    return lane == null ? null : lane.peek();
  }

  /** Whether it is its turn among those of the same customer and topic. */
  boolean isNext(Intake intake) {
    Intake next = next(intake);
    return next != null && next.source().equals(intake.source());
  }

  /** Takes the next one of the same customer and topic, which must be there. */
  Intake take(Intake like) {
    Lane key = Lane.of(like);
    Deque<Intake> lane = lanes.get(key);
    Intake taken = lane.remove();
    if (lane.isEmpty()) {
      lanes.remove(key);
    }
    bySource.remove(taken.source());
    return taken;
  }

  int size() {
    return bySource.size();
  }

  Collection<Intake> all() {
    return bySource.values();
  }
}
