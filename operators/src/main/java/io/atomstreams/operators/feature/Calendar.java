package io.atomstreams.operators.feature;

/** Aggregations over when events happened, counted by period. */
final class Calendar {

  private static final long HOUR = 3_600_000;
  private static final int HOURS = 24;

  private Calendar() {}

  /**
   * Share of the events whose hour of day (UTC) is at most one hour from that of now, 0 to 1: how
   * usual this time of day is. No value without an event.
   */
  static final class HourFit extends Counts.OfCounts {

    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public String form() {
      return "hours";
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    long key(long ts, long value) {
      return Math.floorMod(Math.floorDiv(ts, HOUR), HOURS);
    }

    @Override
    void bound(Counts accumulator) {
      // There are 24 hours.
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      long now = key(asOf, 0);
      long near = 0;
      for (long hour = now + HOURS - 1; hour <= now + HOURS + 1; hour++) {
        near += accumulator.of(hour % HOURS);
      }
      return accumulator.size() == 0 ? Double.NaN : (double) near / accumulator.total();
    }
  }

  /**
   * Number of periods in a row, up to now, that had an event; a current period without one does not
   * break the row yet. 0 where the row is broken. Periods begin at multiples of their length since
   * 1970 (UTC); at most the latest {@value #MOST_PERIODS} count.
   */
  static final class Streak extends Counts.OfCounts {

    static final int MOST_PERIODS = 400;

    private final long period;

    Streak(long period) {
      this.period = Bounds.checkMillis("period", period, HOUR, 30 * HOURS * HOUR);
    }

    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public String form() {
      return "periods(period=" + period + ")";
    }

    @Override
    long key(long ts, long value) {
      return Math.floorDiv(ts, period);
    }

    @Override
    long origin(long base) {
      return Math.floorDiv(base, period);
    }

    @Override
    void bound(Counts accumulator) {
      accumulator.keepGreatest(MOST_PERIODS);
    }

    @Override
    public double getResult(Counts accumulator, long asOf) {
      int last = accumulator.size() - 1;
      if (last < 0 || accumulator.key(last) < key(asOf, 0) - 1) {
        return 0;
      }
      int first = last;
      while (first > 0 && accumulator.key(first - 1) == accumulator.key(first) - 1) {
        first--;
      }
      return last - first + 1;
    }
  }
}
