package io.atomstreams.operators.drift.cause;

import io.atomstreams.operators.drift.feature.Finding;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names the cause of an alarm: the first of {@link Cause}'s that its evidence speaks for, so that
 * broken data is never taken for a change of the world, nor a quiet label feed for a better model.
 *
 * <ol>
 *   <li>{@code DATA_BREAK}: of a feature that drifted, the share of missing values, zeros or
 *       repeats grew by at least {@code jump}.
 *   <li>{@code LABEL_DELAY}: the share of due answers that have come fell by at least {@code jump}.
 *   <li>{@code SEASON}: in at least two earlier cycles the same phase had a loss as far from the
 *       normal one, and on the same side, to within a half.
 *   <li>Does the model's word still hold? Its predictions say how many positives there should be
 *       and how large the loss; both are compared with the answers (Spiegelhalter 1986) and with
 *       how well they held before. If they do not hold: {@code PRIOR_SHIFT} if positives became
 *       more or less common and the scores of positives and of negatives stayed, else {@code
 *       CONCEPT_DRIFT}.
 *   <li>If they do and features drifted: {@code COVARIATE_SHIFT}.
 *   <li>If they do, no feature drifted, and a loss detector alarmed: {@code UNEXPLAINED}.
 * </ol>
 *
 * "Grew", "fell" and "stayed" mean by more, or not by more, than {@code deviations} standard
 * deviations of chance. The model need not be calibrated, only as little as before.
 */
public final class Causes implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param jump of a share that breaks data or delays labels, in (0, 1)
   * @param deviations of chance from which a difference counts, above 0
   */
  public record Options(double jump, double deviations) implements Serializable {

    public static final Options DEFAULT = new Options(0.1, 4);

    public Options {
      if (!(jump > 0 && jump < 1)) {
        throw new IllegalArgumentException("causes: jump is " + jump + ", must be in (0, 1)");
      }
      if (!(deviations > 0)) {
        throw new IllegalArgumentException(
            "causes: deviations is " + deviations + ", must be above 0");
      }
    }
  }

  private final Options options;

  public Causes(Options options) {
    this.options = options;
  }

  /** The first cause that the evidence speaks for. */
  public Attribution attribute(Evidence evidence) {
    return Stream.<Function<Evidence, Optional<Attribution>>>of(
            this::dataBreak, this::labelDelay, this::season, this::brokenWord, this::covariateShift)
        .flatMap(cause -> cause.apply(evidence).stream())
        .findFirst()
        .orElseGet(
            () ->
                new Attribution(
                    Cause.UNEXPLAINED,
                    evidence.segment(),
                    List.of(),
                    "inputs, answers and the model's word are as before"));
  }

  private Optional<Attribution> dataBreak(Evidence evidence) {
    List<Finding> broken =
        evidence.findings().stream()
            .filter(finding -> finding.drifted() && jump(finding) >= options.jump)
            .sorted(Comparator.comparingDouble(Causes::jump).reversed())
            .toList();
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    Finding worst = broken.get(0);
    return named(
        Cause.DATA_BREAK,
        evidence,
        broken,
        "%s: missing %+.2f, zeros %+.2f, repeats %+.2f",
        worst.feature(),
        worst.missing(),
        worst.zeros(),
        worst.repeated());
  }

  private static double jump(Finding finding) {
    return Math.max(finding.missing(), Math.max(finding.zeros(), finding.repeated()));
  }

  private Optional<Attribution> labelDelay(Evidence evidence) {
    Period before = evidence.before();
    Period now = evidence.now();
    double fall = before.arrived() - now.arrived();
    double z = proportions(before.arrived(), before.due(), now.arrived(), now.due());
    return fall < options.jump || z < options.deviations
        ? Optional.empty()
        : named(
            Cause.LABEL_DELAY,
            evidence,
            List.of(),
            "of the answers due %.2f have come, before %.2f",
            now.arrived(),
            before.arrived());
  }

  /** Standard deviations by which share {@code a} is above share {@code b}. */
  private static double proportions(double a, long n, double b, long m) {
    if (n == 0 || m == 0) {
      return 0;
    }
    double pooled = (a * n + b * m) / (n + m);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / n + 1.0 / m));
    return error == 0 ? 0 : (a - b) / error;
  }

  private Optional<Attribution> season(Evidence evidence) {
    double normal = evidence.before().loss();
    double away = evidence.now().loss() - normal;
    double deviations = evidence.now().losses().above(evidence.before().losses());
    long alike =
        evidence.samePhase().stream()
            .filter(loss -> (loss - normal) / away >= 0.5 && (loss - normal) / away <= 1.5)
            .count();
    boolean isSeason =
        Math.abs(deviations) >= options.deviations
            && alike >= 2
            && 2 * alike > evidence.samePhase().size();
    return isSeason
        ? named(
            Cause.SEASON,
            evidence,
            moved(evidence),
            "loss %.3f, else %.3f; so it was in %d of %d earlier cycles",
            evidence.now().loss(),
            normal,
            alike,
            evidence.samePhase().size())
        : Optional.empty();
  }

  private Optional<Attribution> brokenWord(Evidence evidence) {
    Period before = evidence.before();
    Period now = evidence.now();
    double surplus = now.surplusAbove(before);
    double surprise = now.surpriseAbove(before);
    if (Math.max(Math.abs(surplus), Math.abs(surprise)) < options.deviations) {
      return Optional.empty();
    }
    double rate =
        Math.abs(proportions(now.positives(), now.answers(), before.positives(), before.answers()));
    double scores = now.scoreMove(before);
    boolean prior = rate >= options.deviations && scores < options.deviations;
    return named(
        prior ? Cause.PRIOR_SHIFT : Cause.CONCEPT_DRIFT,
        evidence,
        moved(evidence),
        "positives %.3f, before %.3f; off the predictions by %.1f deviations, their loss by %.1f;"
            + " scores of positives or negatives moved by %.1f",
        now.positives(),
        before.positives(),
        surplus,
        surprise,
        scores);
  }

  private Optional<Attribution> covariateShift(Evidence evidence) {
    List<Finding> moved = moved(evidence);
    return moved.isEmpty()
        ? Optional.empty()
        : named(
            Cause.COVARIATE_SHIFT,
            evidence,
            moved,
            "%s furthest, index %.2f; the predictions hold",
            moved.get(0).feature(),
            moved.get(0).psi());
  }

  private static List<Finding> moved(Evidence evidence) {
    return evidence.findings().stream()
        .filter(Finding::drifted)
        .sorted(Comparator.comparingDouble(Finding::psi).reversed())
        .toList();
  }

  private static Optional<Attribution> named(
      Cause cause, Evidence evidence, List<Finding> features, String reason, Object... numbers) {
    return Optional.of(
        new Attribution(
            cause,
            evidence.segment(),
            features.stream().map(Finding::feature).toList(),
            String.format(Locale.ROOT, reason, numbers)));
  }
}
