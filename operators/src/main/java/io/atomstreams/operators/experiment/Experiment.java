package io.atomstreams.operators.experiment;

import io.atomstreams.operators.evidence.BoundedMean;
import io.atomstreams.operators.evidence.Evidence;
import io.atomstreams.operators.evidence.Interval;
import io.atomstreams.operators.experiment.Enrolment.Phase;
import io.atomstreams.operators.experiment.Reading.Result;
import java.io.Serializable;
import java.util.Optional;

/**
 * Compares a business metric of entities with and without a treatment, and may be asked after every
 * entity: if the treatment does nothing it ever says otherwise with a probability of at most α.
 *
 * <p>An entity is enrolled by its first exposure and belongs to the arm of that exposure, whatever
 * it meets later (intention to treat). Its metric adds up over a window, is cut off at {@code cap},
 * and is counted once, when the window is over. With the share π of the treatment at its exposure,
 * {@code A} whether it was treated, and {@code m̂} what was to be expected of it before, by the
 * line of value over prior through all entities counted so far,
 *
 * <pre>
 *   z = (value − m̂) · (A/π − (1 − A)/(1 − π)),    E[z | all before] = the effect
 * </pre>
 *
 * since the assignment is a lottery of known odds. So {@link BoundedMean} bounds the mean of z,
 * with a range of {@code cap / min(π, 1 − π) + cap}: for proportions and for money with heavy tails
 * alike, with no assumption but the cut-off, which is part of the metric. The better {@code m̂},
 * the narrower the bounds (the idea of CUPED; Deng, Xu, Kohavi and Walker 2013); a bad one only
 * widens them. Steps of a ramp may be mixed, each entity has its own π.
 */
public final class Experiment implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * What is asked for.
   *
   * @param cap largest value of an entity, above 0; 1 for a conversion
   * @param window ms of event time after its first exposure that count, 1 or more
   * @param leastShare least share of either arm that is taken in, above 0 and at most 0.5: the
   *     smaller, the wider the bounds
   * @param alpha probability of ever seeing an effect where there is none, in (0, 1)
   * @param splitAlpha probability of ever calling a right split wrong, in (0, 1)
   * @param minimum entities before anything is said, 1 or more
   * @param equivalence effects up to this do not matter, 0 or more, in the metric's unit
   * @param entities at which the bounds shall be sharpest, 1 or more; they hold at any number
   * @param spread typical standard deviation of the metric as a share of cap, above 0; as above
   */
  public record Options(
      double cap,
      long window,
      double leastShare,
      double alpha,
      double splitAlpha,
      int minimum,
      double equivalence,
      int entities,
      double spread)
      implements Serializable {

    /** A conversion within a week. */
    public static final Options DEFAULT =
        new Options(1, 604_800_000L, 0.1, 0.05, 0.001, 500, 0, 20_000, 0.25);

    public Options {
      require(cap > 0 && cap < Double.POSITIVE_INFINITY, "cap", cap, "above 0");
      require(window >= 1, "window", window, "1 ms or more");
      require(
          leastShare > 0 && leastShare <= 0.5, "leastShare", leastShare, "above 0, at most 0.5");
      require(alpha > 0 && alpha < 1, "alpha", alpha, "above 0 and below 1");
      require(splitAlpha > 0 && splitAlpha < 1, "splitAlpha", splitAlpha, "above 0 and below 1");
      require(minimum >= 1, "minimum", minimum, "1 or more");
      require(equivalence >= 0, "equivalence", equivalence, "0 or more");
      require(entities >= 1, "entities", entities, "1 or more");
      require(spread > 0, "spread", spread, "above 0");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "experiment: " + name + " is " + value + ", must be " + rule);
      }
    }
  }

  private final Options options;
  private final BoundedMean test;

  public Experiment(Options options) {
    this.options = options;
    double deviation = options.spread * options.cap;
    double variance = deviation * deviation / (options.leastShare * (1 - options.leastShare));
    this.test =
        new BoundedMean(
            options.cap / options.leastShare + options.cap,
            options.entities * variance,
            options.alpha);
  }

  /**
   * The entity was exposed. Only the first time counts.
   *
   * @param share of the treatment
   * @return whether it is to be told to {@link #assigned}
   */
  public boolean expose(Enrolment enrolment, long ts, double share, boolean isTreated) {
    double least = Math.min(share, 1 - share);
    if (enrolment.phase != Phase.BEFORE || least < options.leastShare * (1 - 1e-9)) {
      return false;
    }
    enrolment.phase = Phase.ENROLLED;
    enrolment.since = ts;
    enrolment.share = share;
    enrolment.isTreated = isTreated;
    return true;
  }

  /** The entity did something: adds to its metric, or to what is known of it from before. */
  public void observe(Enrolment enrolment, long ts, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "experiment: a value is " + value + ", must be 0 or more and finite");
    }
    if (enrolment.phase == Phase.BEFORE || ts < enrolment.since) {
      enrolment.prior = Math.min(options.cap, enrolment.prior + value);
    } else if (enrolment.phase == Phase.ENROLLED && ts < due(enrolment)) {
      enrolment.value = Math.min(options.cap, enrolment.value + value);
    }
  }

  /** When its window ends, event time; never if it is not enrolled. */
  public long due(Enrolment enrolment) {
    return enrolment.phase == Phase.ENROLLED ? enrolment.since + options.window : Long.MAX_VALUE;
  }

  /** The entity's outcome, once, when event time has come to the end of its window. */
  public Optional<Outcome> close(Enrolment enrolment, long now) {
    if (now < due(enrolment)) {
      return Optional.empty();
    }
    enrolment.phase = Phase.COUNTED;
    return Optional.of(
        new Outcome(enrolment.share, enrolment.isTreated, enrolment.value, enrolment.prior));
  }

  /** An entity was enrolled: for the check of the split. */
  public void assigned(Comparison comparison, double share, boolean isTreated) {
    comparison.split().add(share, isTreated);
  }

  /** An entity is counted. */
  public void take(Comparison comparison, Outcome outcome) {
    double expected = Math.min(options.cap, Math.max(0, comparison.line().at(outcome.prior())));
    double odds = outcome.isTreated() ? 1 / outcome.share() : -1 / (1 - outcome.share());
    Evidence effect = comparison.effect();
    double guess = effect.sum() / (effect.count() + 1);
    effect.add(
        (outcome.value() - expected) * odds, Math.max(-options.cap, Math.min(options.cap, guess)));
    (outcome.isTreated() ? comparison.treated() : comparison.control()).add(outcome.value());
    comparison.line().add(outcome.prior(), outcome.value());
  }

  /** What can be said now; most calls cost some 100 ns. */
  public Result result(Comparison comparison) {
    if (comparison.split().isWrong(options.splitAlpha)) {
      return Result.BROKEN_SPLIT;
    }
    Evidence effect = comparison.effect();
    double share = options.alpha / 2;
    if (effect.count() < options.minimum) {
      return Result.UNDECIDED;
    }
    if (test.isAbove(effect, 0, share)) {
      return Result.MORE;
    }
    if (test.isBelow(effect, 0, share)) {
      return Result.LESS;
    }
    return options.equivalence > 0
            && test.isAbove(effect, -options.equivalence, share)
            && test.isBelow(effect, options.equivalence, share)
        ? Result.EQUIVALENT
        : Result.UNDECIDED;
  }

  /** {@link #result} with the numbers it rests on. */
  public Reading reading(Comparison comparison) {
    Interval effect = test.interval(comparison.effect(), options.alpha);
    return new Reading(
        result(comparison),
        effect,
        comparison.treated().entities(),
        comparison.treated().mean(),
        comparison.control().entities(),
        comparison.control().mean());
  }
}
