package io.atomstreams.operators.experiment;

import io.atomstreams.operators.evidence.Interval;
import java.util.Locale;

/**
 * What an experiment says.
 *
 * @param effect mean of the metric with the treatment less without, in the metric's unit per entity
 * @param treated entities counted with the treatment
 * @param treatedMean their mean
 * @param control entities counted without
 * @param controlMean their mean
 */
public record Reading(
    Result result,
    Interval effect,
    long treated,
    double treatedMean,
    long control,
    double controlMean) {

  /** What follows. */
  public enum Result {
    UNDECIDED,
    MORE,
    LESS,
    /** Whichever is more, it is by less than matters. */
    EQUIVALENT,
    /** Entities did not come to the arms as they should: whatever it says is worth nothing. */
    BROKEN_SPLIT
  }

  /** One sentence with the numbers in it. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s: %.6g of %d entities with, %.6g of %d without; effect %.6g, between %.6g and %.6g at any"
            + " time but for %.3g",
        result.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        treatedMean,
        treated,
        controlMean,
        control,
        effect.mean(),
        effect.lower(),
        effect.upper(),
        effect.alpha());
  }
}
