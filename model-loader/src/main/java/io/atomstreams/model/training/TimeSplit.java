package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cuts a training set into three periods that follow one another, so that a model is always
 * measured on a later time than it learned from:
 *
 * <pre>
 *   train ──────────┤gap├ validation ─────┤gap├ test ──────►
 *            validationFrom          testFrom
 * </pre>
 *
 * <p>A label is the outcome of the {@code horizon} after its row. A row whose outcome reaches into
 * the next period is left out: it would tell the earlier period what happens in the later one. So a
 * training row satisfies {@code ts < validationFrom} and {@code ts + horizon ≤ validationFrom}, a
 * validation row {@code validationFrom ≤ ts < testFrom} and {@code ts + horizon ≤ testFrom}, a test
 * row {@code testFrom ≤ ts}.
 *
 * @param validationFrom ms UTC
 * @param testFrom ms UTC, not before {@code validationFrom}
 * @param horizonMs how long after a row its label is decided, 0 or more
 */
public record TimeSplit(long validationFrom, long testFrom, long horizonMs) {

  /** The three periods; each may hold rows in any order of time. */
  public record Periods(TrainingSet train, TrainingSet validation, TrainingSet test) {}

  /** Where a row belongs. */
  public enum Period {
    TRAIN,
    VALIDATION,
    TEST,
    /** Left out: its outcome reaches into the next period. */
    GAP
  }

  public TimeSplit {
    if (testFrom < validationFrom) {
      throw new ModelException(
          "time split: the test period begins at "
              + testFrom
              + ", before validation at "
              + validationFrom);
    }
    if (horizonMs < 0) {
      throw new ModelException("time split: the label horizon " + horizonMs + " ms is below 0");
    }
  }

  /**
   * Cuts at quantiles of time: the first {@code trainShare} of the rows before validation, the next
   * {@code validationShare} before the test. What falls into the gaps is lost to the share before
   * it. Sorts the timestamps once.
   *
   * @param trainShare above 0
   * @param validationShare above 0; both together below 1
   */
  public static TimeSplit byShares(
      TrainingSet set, double trainShare, double validationShare, Duration horizon) {
    if (!(trainShare > 0 && validationShare > 0 && trainShare + validationShare < 1)) {
      throw new ModelException(
          "time split: shares "
              + trainShare
              + " and "
              + validationShare
              + " must be above 0 and leave a rest for the test");
    }
    if (set.rowCount() == 0) {
      throw new ModelException("time split: the training set is empty");
    }
    long[] sorted = IntStream.range(0, set.rowCount()).mapToLong(set::timestamp).toArray();
    Arrays.sort(sorted);
    return new TimeSplit(
        sorted[(int) (trainShare * sorted.length)],
        sorted[(int) ((trainShare + validationShare) * sorted.length)],
        horizon.toMillis());
  }

  /**
   * Cuts {@code set}. Copies the rows.
   *
   * @throws ModelException if a period is left without rows
   */
  public Periods apply(TrainingSet set) {
    TrainingSet train = where(set, Period.TRAIN);
    TrainingSet validation = where(set, Period.VALIDATION);
    TrainingSet test = where(set, Period.TEST);
    if (train.rowCount() == 0 || validation.rowCount() == 0 || test.rowCount() == 0) {
      throw new ModelException(
          "time split: "
              + set.rowCount()
              + " rows give "
              + train.rowCount()
              + " for training, "
              + validation.rowCount()
              + " for validation and "
              + test.rowCount()
              + " for the test, none may be empty; a longer time or a shorter horizon than "
              + Duration.ofMillis(horizonMs)
              + " is needed");
    }
    return new Periods(train, validation, test);
  }

  /** The period of a row of this time. */
  public Period periodOf(long ts) {
    if (ts >= testFrom) {
      return Period.TEST;
    }
    boolean late = ts >= validationFrom;
    if (ts + horizonMs > (late ? testFrom : validationFrom)) {
      return Period.GAP;
    }
    return late ? Period.VALIDATION : Period.TRAIN;
  }

  private TrainingSet where(TrainingSet set, Period period) {
    return set.subset(
        IntStream.range(0, set.rowCount())
            .filter(i -> periodOf(set.timestamp(i)) == period)
            .toArray());
  }
}
