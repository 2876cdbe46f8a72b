package io.atomstreams.pipelines.simulator;

/**
 * When people shop. Weekday factors have mean 1 over a week; the factor of the year is 1 + 0.25
 * cos(2π (day of year - 340) / 365.25), highest in early December; hours follow a table with its
 * peak at 20 h on working days and an earlier, flatter one at weekends. All in UTC.
 */
final class Seasons {

  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** Monday first. */
  private static final double[] WEEKDAY = {1.05, 0.98, 0.95, 0.95, 0.92, 1.00, 1.15};

  private static final double[] WORKING_HOURS =
      cumulated(
          1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3, 4, 4.5, 5, 6, 5, 4.5, 4.5, 5, 6, 7, 9, 10, 9, 6, 3);

  private static final double[] WEEKEND_HOURS =
      cumulated(
          2, 1, 0.6, 0.3, 0.2, 0.3, 0.6, 1.5, 3, 5, 7, 8, 8, 7.5, 7.5, 7, 7, 7, 7, 7, 7, 6, 5, 3);

  private Seasons() {}

  /** Monday is 0; day 0 of the epoch was a Thursday. */
  static int weekday(long epochDay) {
    return (int) Math.floorMod(epochDay + 3, 7L);
  }

  /** Propensity to shop on this day, mean 1. */
  static double factor(long epochDay) {
    double dayOfYear = Math.floorMod(epochDay * 100, 36_525L) / 100.0;
    double year = 1 + 0.25 * StrictMath.cos(2 * StrictMath.PI * (dayOfYear - 340) / 365.25);
    return WEEKDAY[weekday(epochDay)] * year;
  }

  /** A moment of this day, ms of the epoch. */
  static long moment(long epochDay, KeyedRandom random) {
    double[] hours = weekday(epochDay) >= 5 ? WEEKEND_HOURS : WORKING_HOURS;
    double u = random.uniform();
    int hour = 0;
    while (u >= hours[hour]) {
      hour++;
    }
    return epochDay * DAY + hour * HOUR + random.between(0, HOUR);
  }

  private static double[] cumulated(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] upTo = new double[weights.length];
    double running = 0;
    for (int i = 0; i < weights.length; i++) {
      running += weights[i];
      upTo[i] = running / sum;
    }
    upTo[weights.length - 1] = 1;
    return upTo;
  }
}
