package io.atomstreams.operators.promotion;

import io.atomstreams.operators.evidence.FalseDiscovery;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is to happen to challengers, by the evidence there is:
 *
 * <pre>
 *                 │ in the shadow                     │ as canary
 *   better        │ canary, or promote without a ramp │ promote, once the ramp is at its last step
 *   worse         │ retire                            │ roll back
 *   equivalent    │ roll back                         │ roll back
 *   undecided     │ wait; roll back after {@code maximum} labels, in either place
 * </pre>
 *
 * Nothing is proposed while a transition is under way or that the {@link Timeline} would not take.
 * Since evidence holds at any time, the probability that a challenger which is no better ever
 * leaves the shadow upwards is at most its share of α, however often it is asked; its canary phase
 * looks at the same evidence grown on, and costs nothing more.
 */
public final class PromotionPolicy implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * What is wanted.
   *
   * @param test of one challenger, before {@code share}
   * @param share of α for each challenger
   * @param ramp of the canary; {@code null}: promote straight from the shadow (blue-green)
   * @param maximum labels after which an undecided challenger makes room for another, above {@code
   *     test.minimum}
   */
  public record Options(PairedTest.Options test, AlphaShare share, Ramp ramp, int maximum)
      implements Serializable {

    /** One mistake in twenty in the scorer's whole life, through a canary. */
    public static final Options DEFAULT =
        new Options(PairedTest.Options.DEFAULT, AlphaShare.LIFETIME, Ramp.DEFAULT, 100_000);

    public Options {
      if (maximum <= test.minimum()) {
        throw new IllegalArgumentException(
            "promotion: maximum is %d labels, must be above minimum (%d)"
                .formatted(maximum, test.minimum()));
      }
    }
  }

  private final Options options;

  public PromotionPolicy(Options options) {
    this.options = options;
  }

  /** The test that the n-th challenger has to pass. */
  public PairedTest test(int number) {
    return new PairedTest(options.test.at(options.share.of(options.test.alpha(), number)));
  }

  /** What is known of a challenger. */
  public Verdict verdict(Candidate candidate) {
    return test(candidate.number()).verdict(candidate.evidence());
  }

  /**
   * The next move of one challenger.
   *
   * @param ts event time that the roll-out has come to, ms: how far a ramp is
   */
  public Optional<Proposal> propose(Timeline timeline, Candidate candidate, long ts) {
    Stage stage = timeline.stage(candidate.model());
    if (stage != Stage.SHADOW && stage != Stage.CANARY) {
      return Optional.empty();
    }
    PairedTest test = test(candidate.number());
    Move move =
        move(stage, test.outcome(candidate.evidence()), candidate, rampIsDone(timeline, ts));
    return move == null
        ? Optional.empty()
        : Proposal.legal(
            timeline,
            move,
            candidate.model(),
            move == Move.CANARY ? options.ramp : null,
            "%s against %s: %s"
                .formatted(
                    candidate.model(),
                    timeline.lineup().champion().map(Object::toString).orElse("nobody"),
                    test.verdict(candidate.evidence()).text()));
  }

  private Move move(Stage stage, Verdict.Outcome outcome, Candidate candidate, boolean rampIsDone) {
    boolean inShadow = stage == Stage.SHADOW;
    return switch (outcome) {
      case CHALLENGER_BETTER -> {
        if (inShadow) {
          yield options.ramp == null ? Move.PROMOTE : Move.CANARY;
        }
        yield rampIsDone ? Move.PROMOTE : null;
      }
      case CHAMPION_BETTER -> inShadow ? Move.RETIRE : Move.ROLLBACK;
      case EQUIVALENT -> Move.ROLLBACK;
      case UNDECIDED -> candidate.evidence().count() >= options.maximum ? Move.ROLLBACK : null;
    };
  }

  private static boolean rampIsDone(Timeline timeline, long ts) {
    Optional<Lineup.Canary> canary = timeline.lineup().canary();
    return canary.isPresent()
        && canary.get().stepAt(ts) == canary.get().ramp().percents().size() - 1;
  }

  /** The most urgent move of several challengers: of those that have one, the one most evident. */
  public Optional<Proposal> propose(Timeline timeline, List<Candidate> candidates, long ts) {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(this::logEvidence).reversed())
        .map(candidate -> propose(timeline, candidate, ts))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Which of several challengers are better than the champion if, of those named, a share of at
   * most α shall be wrong in expectation ({@link FalseDiscovery}); less strict than what a
   * promotion asks.
   */
  public List<Candidate> discoveries(List<Candidate> candidates) {
    double[] logEvidence =
        candidates.stream()
            .mapToDouble(
                candidate -> new PairedTest(options.test).logEvidence(candidate.evidence()))
            .toArray();
    boolean[] better = FalseDiscovery.rejected(logEvidence, options.test.alpha());
    List<Candidate> found = new ArrayList<>();
    for (int i = 0; i < better.length; i++) {
      if (better[i]) {
        found.add(candidates.get(i));
      }
    }
    return found;
  }

  private double logEvidence(Candidate candidate) {
    return test(candidate.number()).logEvidence(candidate.evidence());
  }
}
