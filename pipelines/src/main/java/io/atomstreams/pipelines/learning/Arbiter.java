package io.atomstreams.pipelines.learning;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.promotion.Candidate;
import io.atomstreams.operators.promotion.PairedEvidence;
import io.atomstreams.operators.promotion.PairedEvidenceCodec;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.operators.promotion.Proposal;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.pipelines.rollout.ModelRollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds a standing against the log of models, and asks for the move that the policy proposes. */
final class Arbiter {

  private final ModelLog log;
  private final PromotionPolicy policy;
  private final Clock clock;

  Arbiter(ModelLog log, PromotionPolicy policy, Clock clock) {
    this.log = log;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Decides. A standing about another champion than the one that serves now says nothing.
   *
   * @return what was asked for
   * @throws IllegalStateException if the log does not answer
   */
  Optional<Proposal> decide(Standing standing) {
    try (ModelRollout rollout = new ModelRollout(standing.scorer(), log, clock)) {
      Timeline timeline = rollout.timeline();
      boolean isOfThisChampion =
          timeline
              .lineup()
              .champion()
              .filter(champion -> champion.toString().equals(standing.champion()))
              .isPresent();
      if (!isOfThisChampion) {
        return Optional.empty();
      }
      Optional<Proposal> proposal =
          policy.propose(timeline, candidates(standing, timeline), standing.at());
      proposal.ifPresent(
          move ->
              rollout.request(move.move(), move.model(), move.ramp(), Proposal.BY, move.reason()));
      return proposal;
    }
  }

  private static List<Candidate> candidates(Standing standing, Timeline timeline) {
    List<ModelRef> inOrder = challengers(timeline);
    List<Candidate> candidates = new ArrayList<>();
    for (Standing.Challenger challenger : standing.challengers()) {
      ModelRef model = ModelRef.parse(challenger.model());
      int place = inOrder.indexOf(model);
      if (place >= 0) {
        candidates.add(new Candidate(model, place + 1, evidence(challenger)));
      }
    }
    return candidates;
  }

  /** All that ever went into the shadow, in the order in which they first did. */
  private static List<ModelRef> challengers(Timeline timeline) {
    return timeline.decided().stream()
        .filter(transition -> transition.activation().isPresent())
        .map(Transition::request)
        .filter(request -> request.move() == Move.SHADOW)
        .map(request -> request.model())
        .distinct()
        .toList();
  }

  private static PairedEvidence evidence(Standing.Challenger challenger) {
    try {
      return NestedState.of(new PairedEvidenceCodec(), challenger.evidence());
    } catch (IOException e) {
      throw new UncheckedIOException("evidence in memory can always be read", e);
    }
  }
}
