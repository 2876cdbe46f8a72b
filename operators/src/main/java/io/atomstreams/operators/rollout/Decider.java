package io.atomstreams.operators.rollout;

import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Acknowledged;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.Timeline.Transition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ends a transition once every subtask has answered: it takes effect from the furthest horizon that
 * was promised, or is abandoned if a subtask refused. One subtask decides; two that did would do no
 * harm, since the first in the log counts.
 */
public final class Decider {

  private final String scorer;
  private final int subtasks;

  /** For a job of so many scoring subtasks. */
  public Decider(String scorer, int subtasks) {
    this.scorer = scorer;
    this.subtasks = subtasks;
  }

  /**
   * What is to be appended now; empty while answers are missing or nothing is under way.
   *
   * @param now wall clock, ms
   */
  public Optional<RolloutEntry> decide(Timeline timeline, long now) {
    if (timeline.pending().isEmpty()) {
      return Optional.empty();
    }
    Transition transition = timeline.pending().get();
    int number = transition.request().number();
    if (transition.refusal().isPresent()) {
      return Optional.of(new Abandonment(scorer, number, transition.refusal().get(), now));
    }
    if (!transition.isAnsweredBy(subtasks)) {
      return Optional.empty();
    }
    long from = Math.max(transition.horizon(), timeline.lineup().from());
    List<Acknowledged> acknowledged =
        transition.promises().values().stream()
            .filter(promise -> promise.subtasks() == subtasks)
            .map(promise -> new Acknowledged(promise.subtask(), promise.stagedMillis()))
            .sorted(Comparator.comparingInt(Acknowledged::subtask))
            .toList();
    return Optional.of(new Activation(scorer, number, from, acknowledged, now));
  }
}
