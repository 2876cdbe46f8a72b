package io.atomstreams.pipelines.bench;

/**
 * What a benchmark's events are about.
 *
 * @param events how many, at least 1
 * @param customers how many there are to be drawn from, at least 1
 * @param skew of customers and of products, which are 10,000: 0 draws them evenly, above it by
 *     {@link ZipfRanks}
 * @param orders share of events that are orders, 0 to 1
 */
public record Workload(long events, int customers, double skew, double orders) {

  public Workload {
    if (events < 1) {
      throw new IllegalArgumentException("events is " + events + ", must be at least 1");
    }
    if (customers < 1) {
      throw new IllegalArgumentException("customers is " + customers + ", must be at least 1");
    }
    if (!(skew >= 0 && skew <= 10)) {
      throw new IllegalArgumentException("skew is " + skew + ", must be 0 to 10");
    }
    if (skew > 0 && customers > ZipfRanks.MOST_RANKS) {
      throw new IllegalArgumentException(
          "customers is %,d; with a skew there are at most %,d"
              .formatted(customers, ZipfRanks.MOST_RANKS));
    }
    if (!(orders >= 0 && orders <= 1)) {
      throw new IllegalArgumentException("orders is " + orders + ", must be a share, 0 to 1");
    }
  }

  /** The same events without an end. */
  Workload endless() {
    return new Workload(Long.MAX_VALUE, customers, skew, orders);
  }

  /** In words. */
  String sentence() {
    return "%d bytes each, %,d customers drawn %s, %.0f %% orders"
        .formatted(
            BenchEvents.BYTES,
            customers,
            skew == 0 ? "evenly" : "by Zipf's law with exponent " + skew,
            orders * 100);
  }
}
