package io.atomstreams.operators.promotion;

import io.atomstreams.operators.promotion.Verdict.Outcome;
import io.atomstreams.operators.promotion.Watch.Phase;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes a champion that has just come back out of service if it does worse than the one before on
 * the same examples. For that the former champion scores along in the shadow; meanwhile nobody
 * stands by.
 *
 * <p>A champion may be worse from the start, or become so. Evidence over its whole life would grow
 * slow: a thousand bad labels after a hundred thousand good ones are a hundredth of the mean. So
 * the watch goes in epochs of {@code epoch} labels, each with evidence of its own at a share of α,
 * {@code 6 α / (π² n²)} for the n-th: one that is no worse is ever rolled back with a probability
 * of at most α, and a regression has to wait for the end of an epoch at most before it is all that
 * is looked at.
 */
public final class RollbackWatch implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * What is wanted.
   *
   * @param alpha probability of ever rolling back a champion that is no worse, in (0, 1)
   * @param minimum labels of an epoch before it says anything, 1 or more
   * @param epoch labels, above {@code minimum}
   * @param labels after which the watch ends, {@code epoch} or more
   * @param bound of the loss, above 0
   * @param spread typical standard deviation of a difference as a share of the bound
   */
  public record Options(
      double alpha, int minimum, int epoch, int labels, double bound, double spread)
      implements Serializable {

    /** Looks at 20,000 labels. */
    public static final Options DEFAULT = new Options(0.05, 100, 5_000, 20_000, 1, 0.1);

    public Options {
      if (epoch <= minimum) {
        throw new IllegalArgumentException(
            "rollback watch: epoch is %d labels, must be above minimum (%d)"
                .formatted(epoch, minimum));
      }
      if (labels < epoch) {
        throw new IllegalArgumentException(
            "rollback watch: labels is %d, must be at least epoch (%d)".formatted(labels, epoch));
      }
    }

    private PairedTest test(int number) {
      double share = AlphaShare.LIFETIME.of(alpha, number);
      return new PairedTest(
          new PairedTest.Options(share, minimum, 0, 0, bound, Math.max(1, epoch / 8), spread));
    }
  }

  private final Options options;

  /** By epoch, from 1. */
  private final List<PairedTest> tests;

  public RollbackWatch(Options options) {
    this.options = options;
    int epochs = (options.labels + options.epoch - 1) / options.epoch;
    this.tests = IntStream.rangeClosed(1, epochs).mapToObj(options::test).toList();
  }

  /**
   * An example's label is known.
   *
   * @param difference former champion's loss − new champion's loss
   */
  public void take(Watch watch, double difference) {
    if (watch.phase() != Phase.WATCHING) {
      return;
    }
    watch.take(difference);
    if (test(watch).outcome(watch.evidence()) == Outcome.CHAMPION_BETTER) {
      watch.become(Phase.REGRESSED);
    } else if (watch.labels() >= options.labels) {
      watch.become(Phase.PASSED);
    } else if (watch.evidence().count() >= options.epoch) {
      watch.nextEpoch();
    }
  }

  /**
   * An example's label is another. One of an earlier epoch changes nothing any more.
   *
   * @param takenInEpoch {@link Watch#epoch} when it was taken in
   */
  public void revise(Watch watch, int takenInEpoch, double was, double is) {
    if (watch.phase() == Phase.WATCHING) {
      watch.revise(takenInEpoch, was, is);
    }
  }

  private PairedTest test(Watch watch) {
    return tests.get(watch.epoch() - 1);
  }

  /** What the present epoch says; the former champion is called champion in it. */
  public Verdict verdict(Watch watch) {
    return test(watch).verdict(watch.evidence());
  }

  /**
   * The next move: at first the former champion goes into the shadow; after a regression it takes
   * its place again and the other is retired; after a watch without one it leaves the shadow.
   */
  public Optional<Proposal> propose(Timeline timeline, Watch watch) {
    Stage former = timeline.stage(watch.former());
    boolean serves = timeline.lineup().champion().filter(watch.fresh()::equals).isPresent();
    return switch (watch.phase()) {
      case WATCHING ->
          serves && former == Stage.STANDBY
              ? proposal(timeline, Move.SHADOW, watch, "to watch " + watch.fresh())
              : Optional.empty();
      case PASSED ->
          former == Stage.SHADOW
              ? proposal(timeline, Move.ROLLBACK, watch, "watched " + watch.fresh())
              : Optional.empty();
      case REGRESSED -> serves ? back(timeline, watch, former) : retired(timeline, watch);
    };
  }

  private Optional<Proposal> back(Timeline timeline, Watch watch, Stage former) {
    return former == Stage.SHADOW
        ? proposal(timeline, Move.PROMOTE, watch, watch.fresh() + " is worse")
        : Proposal.legal(
            timeline, Move.ROLLBACK, watch.fresh(), null, reason(watch, "it is worse"));
  }

  private Optional<Proposal> retired(Timeline timeline, Watch watch) {
    return Proposal.legal(
        timeline, Move.RETIRE, watch.fresh(), null, reason(watch, "it was rolled back"));
  }

  private Optional<Proposal> proposal(Timeline timeline, Move move, Watch watch, String why) {
    return Proposal.legal(timeline, move, watch.former(), null, reason(watch, why));
  }

  private String reason(Watch watch, String why) {
    return "%s; %s before, %s now, epoch %d: %s"
        .formatted(why, watch.former(), watch.fresh(), watch.epoch(), verdict(watch).text());
  }
}
