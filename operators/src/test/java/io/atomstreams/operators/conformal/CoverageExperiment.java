package io.atomstreams.operators.conformal;

import java.util.Random;
import java.util.Set;

/**
 * Coverage over every window of a stream whose noise changes, with labels that come late. Residuals
 * are normal with a mean and a scale that depend on the row; the score is their absolute value. The
 * main method prints the table of the module's README.
 */
final class CoverageExperiment {

  static final int DELAY = 1_000;
  static final int WINDOW = 10_000;

  /** The 95 % quantile of the normal distribution. */
  private static final double CENTRED = 1.6448536269514722;

  /** How the noise changes; begins at row {@code start}. */
  enum Drift {
    NONE,
    SCALE_X2,
    SCALE_X3,
    SCALE_THIRD,
    MEAN_1,
    MEAN_2,
    GRADUAL_X3;

    double mean(int row, int start) {
      return row < start ? 0 : this == MEAN_1 ? 1 : this == MEAN_2 ? 2 : 0;
    }

    double scale(int row, int start) {
      if (row < start) {
        return 1;
      }
      return switch (this) {
        case SCALE_X2 -> 2;
        case SCALE_X3 -> 3;
        case SCALE_THIRD -> 1 / 3.0;
        case GRADUAL_X3 -> Math.min(3, 1 + 2.0 * (row - start) / 10_000);
        default -> 1;
      };
    }
  }

  /**
   * What came of a stream.
   *
   * @param held per row
   * @param meanWidth of the intervals, twice the threshold
   */
  record Run(boolean[] held, double meanWidth) {

    /** Least and greatest coverage over the windows that begin every {@code step} rows. */
    double[] range(int from, int to, int step) {
      int[] before = new int[held.length + 1];
      for (int i = 0; i < held.length; i++) {
        before[i + 1] = before[i] + (held[i] ? 1 : 0);
      }
      double least = 1;
      double most = 0;
      for (int i = from; i + WINDOW <= to; i += step) {
        double coverage = (double) (before[i + WINDOW] - before[i]) / WINDOW;
        least = Math.min(least, coverage);
        most = Math.max(most, coverage);
      }
      return new double[] {least, most};
    }
  }

  private CoverageExperiment() {}

  static <S> Run run(Threshold<S> threshold, Drift drift, int rows, int start, long seed) {
    Random random = new Random(seed);
    S state = threshold.codec().create();
    for (int i = 0; i < WINDOW; i++) {
      threshold.observe(state, Math.abs(random.nextGaussian()), Double.NaN);
    }
    double[] scores = new double[rows];
    double[] issued = new double[rows];
    boolean[] held = new boolean[rows];
    double width = 0;
    for (int i = 0; i < rows; i++) {
      if (i >= DELAY) {
        threshold.observe(state, scores[i - DELAY], issued[i - DELAY]);
      }
      issued[i] = threshold.current(state);
      threshold.issued(state);
      double residual = drift.mean(i, start) + drift.scale(i, start) * random.nextGaussian();
      scores[i] = Math.abs(residual);
      held[i] = scores[i] <= issued[i];
      width += 2 * issued[i];
    }
    return new Run(held, width / rows);
  }

  /**
   * What one who knows all could do from the first late label on: the exact quantile of each row,
   * and until then of the last row whose label is there.
   */
  static Run runOracle(Drift drift, int rows, int start, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < WINDOW; i++) {
      random.nextGaussian();
    }
    boolean[] held = new boolean[rows];
    double width = 0;
    double quantile = 0;
    double exact = 0;
    for (int i = 0; i < rows; i++) {
      if (i == 0 || isChanging(drift, i, start)) {
        exact = quantile(drift.mean(i, start), drift.scale(i, start));
      }
      int known = i - DELAY;
      if (i == 0 || isChanging(drift, known, start)) {
        quantile = quantile(drift.mean(known, start), drift.scale(known, start));
      }
      double residual = drift.mean(i, start) + drift.scale(i, start) * random.nextGaussian();
      held[i] = Math.abs(residual) <= quantile;
      width += 2 * exact;
    }
    return new Run(held, width / rows);
  }

  private static boolean isChanging(Drift drift, int row, int start) {
    return row == start || (drift == Drift.GRADUAL_X3 && row > start && row <= start + 10_000);
  }

  /** The q with {@code P(|mean + scale Z| <= q) = 0.9}, by bisection. */
  static double quantile(double mean, double scale) {
    if (mean == 0) {
      return scale * CENTRED;
    }
    double low = 0;
    double high = Math.abs(mean) + 4 * scale;
    for (int i = 0; i < 50; i++) {
      double q = (low + high) / 2;
      double inside = normal((q - mean) / scale) - normal((-q - mean) / scale);
      if (inside < 0.9) {
        low = q;
      } else {
        high = q;
      }
    }
    return low;
  }

  /** The normal distribution function: Simpson's rule over [0, x], good to 1e-9 below 8. */
  private static double normal(double x) {
    double end = Math.max(-8, Math.min(8, x));
    int steps = 400;
    double h = end / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = i * h;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-t * t / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  /** The table of the module's README. */
  static String table(Threshold<?> threshold, Set<Drift> drifts, int seeds) {
    StringBuilder table =
        new StringBuilder(
            "| drift | sliding, before | after | tumbling, drift 0 to 5,000 in | 7,500 in"
                + " | sliding, across | oracle, sliding, across | width / exact |\n");
    for (Drift drift : drifts) {
      table.append(row(threshold, drift, seeds)).append('\n');
    }
    return table.toString();
  }

  private static String row(Threshold<?> threshold, Drift drift, int seeds) {
    double[][] ranges = {{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}};
    double width = 0;
    double oracleWidth = 0;
    for (int seed = 0; seed < seeds; seed++) {
      for (int offset : new int[] {0, 2_500, 5_000, 7_500}) {
        int start = 40_000 + offset;
        Run run = run(threshold, drift, 90_000, start, seed);
        widen(ranges[offset == 7_500 ? 3 : 2], run.range(0, 90_000, WINDOW));
        if (offset == 0) {
          Run oracle = runOracle(drift, 90_000, start, seed);
          widen(ranges[0], run.range(0, start, 50));
          widen(ranges[1], run.range(start + 12_000, 90_000, 50));
          widen(ranges[4], run.range(start - WINDOW, start + 22_000, 50));
          widen(ranges[5], oracle.range(start - WINDOW, start + 22_000, 50));
          width += run.meanWidth();
          oracleWidth += oracle.meanWidth();
        }
      }
    }
    StringBuilder text = new StringBuilder("| " + drift);
    for (double[] range : ranges) {
      text.append(" | %.1f to %.1f".formatted(100 * range[0], 100 * range[1]));
    }
    return text.append(" | %.3f |".formatted(width / oracleWidth)).toString();
  }

  private static void widen(double[] range, double[] by) {
    range[0] = Math.min(range[0], by[0]);
    range[1] = Math.max(range[1], by[1]);
  }
}
