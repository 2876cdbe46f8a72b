package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.training.TimeSplit.Period;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of series with what followed them: one example for every origin, the last step a forecast
 * knows of. An example belongs to the period of its origin, and only if what is to be foretold ends
 * within that period too: a window of training never sees, and is never judged by, a value of a
 * later period. Windows with nothing but missing values, and those followed by a missing value, are
 * left out.
 */
public final class ForecastSet {

  private final ForecastWindow window;
  private final List<Origin> origins = new ArrayList<>();

  private record Origin(Series series, int last) {

    private long end(int horizon) {
      return series.timestamps()[last + horizon];
    }

    private long at() {
      return series.timestamps()[last];
    }
  }

  /**
   * Finds the origins.
   *
   * @throws ModelException if no series is long enough for one
   */
  public ForecastSet(ForecastWindow window, List<Series> series) {
    this.window = window;
    for (Series one : series) {
      for (int last = window.steps() - 1; last + window.horizon() < one.values().length; last++) {
        if (isWhole(one, last)) {
          origins.add(new Origin(one, last));
        }
      }
    }
    if (origins.isEmpty()) {
      throw new ModelException(
          "forecast set: none of %d series has %d steps of values followed by %d; bring longer ones or a shorter window"
              .formatted(series.size(), window.steps(), window.horizon()));
    }
  }

  private boolean isWhole(Series series, int last) {
    boolean known = false;
    for (int step = last - window.steps() + 1; step <= last; step++) {
      known |= !Float.isNaN(series.values()[step]);
    }
    for (int step = last + 1; step <= last + window.horizon(); step++) {
      known &= !Float.isNaN(series.values()[step]);
    }
    return known;
  }

  public int count() {
    return origins.size();
  }

  /**
   * The examples of one period, in the order of the series, then of time.
   *
   * @throws ModelException if there are none
   */
  public Examples in(long validationFrom, long testFrom, Period period) {
    List<Origin> chosen =
        origins.stream()
            .filter(origin -> period(origin, validationFrom, testFrom) == period)
            .toList();
    if (chosen.isEmpty()) {
      throw new ModelException(
          "forecast set: none of %d origins is in the period %s; move its bounds"
              .formatted(origins.size(), period));
    }
    float[] rows = new float[chosen.size() * window.steps()];
    float[] targets = new float[chosen.size() * window.horizon()];
    long[] timestamps = new long[chosen.size()];
    for (int i = 0; i < timestamps.length; i++) {
      Origin origin = chosen.get(i);
      float[] values = origin.series.values();
      int first = origin.last - window.steps() + 1;
      System.arraycopy(values, first, rows, i * window.steps(), window.steps());
      System.arraycopy(values, origin.last + 1, targets, i * window.horizon(), window.horizon());
      timestamps[i] = origin.at();
    }
    return new Examples(window.features(), rows, window.horizon(), targets, timestamps);
  }

  private Period period(Origin origin, long validationFrom, long testFrom) {
    TimeSplit split =
        new TimeSplit(validationFrom, testFrom, origin.end(window.horizon()) - origin.at());
    return split.periodOf(origin.at());
  }
}
