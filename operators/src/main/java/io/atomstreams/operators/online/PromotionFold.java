package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.evidence.BoundedLoss;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.online.Standing.Challenger;
import io.atomstreams.operators.promotion.PairedEvidence;
import io.atomstreams.operators.promotion.PairedEvidenceCodec;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers evidence about challengers: of each example that champion and challenger both scored, the
 * difference of their losses, in the order of the answers. What follows from it is decided by
 * whoever knows the log of models; here it is only counted, so that it is the same in every run. An
 * answer that is taken back takes its difference along, its correction brings the right one.
 *
 * <p>When another champion serves, evidence begins anew: it was about the one before. What comes
 * later about the one before, a correction say, is passed over.
 */
public final class PromotionFold implements Fold<Contest, Example, Standing> {

  private static final long serialVersionUID = 1;

  /** Challengers remembered, those heard of last: a scorer has two at a time. */
  private static final int MOST = 16;

  // Configuration.
  private final String scorer;
  private final BoundedLoss loss;
  private final long every;

  /**
   * Of one scorer.
   *
   * @param every ms of event time between two standings, above 0
   */
  public PromotionFold(String scorer, BoundedLoss loss, long every) {
    this.scorer = scorer;
    this.loss = loss;
    this.every = every;
  }

  @Override
  public StateCodec<Contest> codec() {
    return new ContestCodec();
  }

  @Override
  public long time(Example example) {
    return example.ts();
  }

  @Override
  public Comparator<Example> ties() {
    return LearningFold.ORDER;
  }

  @Override
  public void add(Contest contest, Example example, Consumer<Standing> out) {
    boolean first = contest.firsts.isFirst(example);
    Example.Score champion = champion(example);
    boolean isAnswer = example.target() == 0 || example.target() == 1;
    if (champion == null || !isAnswer) {
      return;
    }
    if (!champion.modelVersion().equals(contest.champion)) {
      if (!first || example.asOf() <= contest.since) {
        return;
      }
      contest.begin(champion.modelVersion(), example.asOf());
    }
    contest.counted += first ? 1 : 0;
    for (Example.Score score : example.scores()) {
      if (score.scorer().equals(scorer) && score.role() != Prediction.Role.CHAMPION) {
        take(contest, score.modelVersion(), difference(champion, score, example), example, first);
      }
    }
    if (contest.due == NEVER && !contest.challengers.isEmpty()) {
      contest.due = (Math.floorDiv(example.ts(), every) + 1) * every;
    }
  }

  private Example.Score champion(Example example) {
    for (Example.Score score : example.scores()) {
      if (score.scorer().equals(scorer)
          && score.role() == Prediction.Role.CHAMPION
          && !score.modelVersion().equals(Prediction.BASE_RATE)) {
        return score;
      }
    }
    return null;
  }

  private double difference(Example.Score champion, Example.Score other, Example example) {
    return loss.ofProbability(champion.probability(), example.target())
        - loss.ofProbability(other.probability(), example.target());
  }

  private static void take(
      Contest contest, String model, double difference, Example example, boolean first) {
    PairedEvidence evidence = contest.challengers.get(model);
    if (evidence == null) {
      if (!first) {
        return;
      }
      if (contest.challengers.size() == MOST) {
        contest.forgetOne();
      }
      evidence = new PairedEvidenceCodec().create();
      contest.challengers.put(model, evidence);
    }
    if (first) {
      contest.heard.put(model, contest.counted);
      evidence.add(difference);
    } else if (example.weight() < 0) {
      evidence.revise(difference, 0);
    } else {
      evidence.revise(0, difference);
    }
  }

  @Override
  public long due(Contest contest) {
    return contest.due;
  }

  @Override
  public void onTime(Contest contest, long time, Consumer<Standing> out) {
    contest.due = NEVER;
    List<Challenger> challengers = new ArrayList<>();
    contest.challengers.forEach(
        (model, evidence) -> challengers.add(new Challenger(model, bytes(evidence))));
    out.accept(new Standing(scorer, contest.champion, time, challengers));
  }

  private static byte[] bytes(PairedEvidence evidence) {
    try {
      return NestedState.bytes(new PairedEvidenceCodec(), evidence);
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory can always be written", e);
    }
  }
}
