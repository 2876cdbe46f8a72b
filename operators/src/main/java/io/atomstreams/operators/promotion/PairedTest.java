package io.atomstreams.operators.promotion;

import io.atomstreams.operators.evidence.BoundedMean;
import io.atomstreams.operators.evidence.Evidence;
import io.atomstreams.operators.evidence.Interval;
import io.atomstreams.operators.promotion.Verdict.Outcome;
import java.io.Serializable;

/**
 * Compares a challenger with the champion by their losses on the same examples, each predicted
 * before its label was known (prequential, Dawid 1984), and may be asked after every label: if the
 * two are equally good, it ever says otherwise with a probability of at most α.
 *
 * <p>The differences are bounded since the losses are ({@link
 * io.atomstreams.operators.evidence.BoundedLoss}); {@link BoundedMean} says between what their mean
 * lies. That needs each difference to be fair given those before. Where they come in spells (a
 * promotion on which one model is always a bit better, and then the other), their averages over
 * long enough blocks are. So evidence is kept for blocks of 1, 2, 4, … {@value
 * PairedEvidence#LONGEST} at once: the shortest whose autocorrelation at lag 1 cannot be told from
 * one below 0.1 is chosen, and the verdict holds only if all up to it agree. Where the differences
 * are fair given those before this costs nothing in α, since blocks of 1 have to agree; where they
 * are not, it is an approximation, which the tests measure: an average of k differences is taken to
 * range as far as one of them, {@code c}, times {@code k Var(average) / Var(difference) / k}, which
 * is 1 for k that are all the same and 1/k for k without memory.
 */
public final class PairedTest implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * What is asked for.
   *
   * @param alpha probability of ever calling one of two equally good models better, in (0, 1)
   * @param minimum labels before anything is said, 1 or more
   * @param gain by how much a challenger's mean loss must be lower, 0 or more, in the loss's unit
   * @param equivalence mean differences up to this do not matter, 0 or more; 0: they all do
   * @param bound of the loss, above 0
   * @param labels number of labels at which evidence shall be sharpest, 1 or more; it holds at any
   * @param spread typical standard deviation of a difference as a share of the bound, in (0, 1]; as
   *     above
   */
  public record Options(
      double alpha,
      int minimum,
      double gain,
      double equivalence,
      double bound,
      int labels,
      double spread)
      implements Serializable {

    /** One mistake in twenty, at losses up to 1. */
    public static final Options DEFAULT = new Options(0.05, 500, 0, 0, 1, 5_000, 0.1);

    public Options {
      require(alpha > 0 && alpha < 1, "alpha", alpha, "above 0 and below 1");
      require(minimum >= 1, "minimum", minimum, "1 or more");
      require(gain >= 0, "gain", gain, "0 or more");
      require(equivalence >= 0, "equivalence", equivalence, "0 or more");
      require(bound > 0 && bound < Double.POSITIVE_INFINITY, "bound", bound, "above 0");
      require(labels >= 1, "labels", labels, "1 or more");
      require(spread > 0 && spread <= 1, "spread", spread, "above 0 and at most 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "paired test: " + name + " is " + value + ", must be " + rule);
      }
    }

    /** The same of so many names. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("alpha", DEFAULT.alpha),
          Math.toIntExact(given.whole("minimum", DEFAULT.minimum)),
          given.number("gain", DEFAULT.gain),
          given.number("equivalence", DEFAULT.equivalence),
          given.number("bound", DEFAULT.bound),
          Math.toIntExact(given.whole("labels", DEFAULT.labels)),
          given.number("spread", DEFAULT.spread));
    }

    /** The same at another error probability: the share of one challenger of several. */
    public Options at(double anotherAlpha) {
      return new Options(anotherAlpha, minimum, gain, equivalence, bound, labels, spread);
    }
  }

  private final Options options;
  private final BoundedMean single;

  public PairedTest(Options options) {
    this.options = options;
    double deviation = options.spread * options.bound;
    this.single =
        new BoundedMean(2 * options.bound, options.labels * deviation * deviation, options.alpha);
  }

  public Options options() {
    return options;
  }

  /** What can be said now. Mostly some 100 ns; some µs for evidence near a bound. */
  public Outcome outcome(PairedEvidence evidence) {
    if (evidence.count() < options.minimum) {
      return Outcome.UNDECIDED;
    }
    if (isAbove(evidence, options.gain)) {
      return Outcome.CHALLENGER_BETTER;
    }
    if (isBelow(evidence, 0)) {
      return Outcome.CHAMPION_BETTER;
    }
    return options.equivalence > 0
            && isBelow(evidence, options.equivalence)
            && isAbove(evidence, -options.equivalence)
        ? Outcome.EQUIVALENT
        : Outcome.UNDECIDED;
  }

  /** {@link #outcome} with the evidence it rests on; some 50 µs. */
  public Verdict verdict(PairedEvidence evidence) {
    int last = levelWithoutMemory(evidence);
    Interval interval = single.interval(evidence.level(0).evidence(), options.alpha);
    for (int i = 1; i <= last; i++) {
      interval =
          interval.or(level(evidence, i).interval(evidence.level(i).evidence(), options.alpha));
    }
    return new Verdict(outcome(evidence), interval, 1 << last);
  }

  /** The logarithm of an e-value against "the challenger is no better", blocks included. */
  public double logEvidence(PairedEvidence evidence) {
    double least = single.logEvidenceAbove(evidence.level(0).evidence(), options.gain);
    for (int i = levelWithoutMemory(evidence); i > 0; i--) {
      Evidence own = evidence.level(i).evidence();
      least = Math.min(least, level(evidence, i).logEvidenceAbove(own, options.gain));
    }
    return least;
  }

  private boolean isAbove(PairedEvidence evidence, double mean) {
    double share = options.alpha / 2;
    if (!single.isAbove(evidence.level(0).evidence(), mean, share)) {
      return false;
    }
    for (int i = levelWithoutMemory(evidence); i > 0; i--) {
      if (!level(evidence, i).isAbove(evidence.level(i).evidence(), mean, share)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBelow(PairedEvidence evidence, double mean) {
    double share = options.alpha / 2;
    if (!single.isBelow(evidence.level(0).evidence(), mean, share)) {
      return false;
    }
    for (int i = levelWithoutMemory(evidence); i > 0; i--) {
      if (!level(evidence, i).isBelow(evidence.level(i).evidence(), mean, share)) {
        return false;
      }
    }
    return true;
  }

  /** The bound for averages over blocks of 2^level. */
  private BoundedMean level(PairedEvidence evidence, int level) {
    double one = evidence.level(0).variance();
    double share = one == 0 ? 1 : evidence.level(level).variance() / one;
    double least = Math.scalb(1.0, -level);
    return single.within(2 * options.bound * Math.min(1, Math.max(least, share)));
  }

  private static int levelWithoutMemory(PairedEvidence evidence) {
    for (int i = 0; i < PairedEvidence.LEVELS; i++) {
      if (evidence.level(i).isWithoutMemory()) {
        return i;
      }
    }
    return PairedEvidence.LEVELS - 1;
  }
}
