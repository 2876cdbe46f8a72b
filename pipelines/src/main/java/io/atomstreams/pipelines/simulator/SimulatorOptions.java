package io.atomstreams.pipelines.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is simulated.
 *
 * @param seed same options and seed, same bytes
 * @param start the first day, cut to midnight UTC
 * @param customers how many customers are alive at any time, 1 to 50 million; who leaves is
 *     replaced by a newcomer, so the number of different customers grows
 * @param tenants the shops; customer number i belongs to tenant i modulo their count
 * @param currency ISO 4217 code of all money, with two minor digits
 * @param articles size of the catalogue, 1 to 1 million
 * @param rival when a rival opens who is after the best customers, if one does: from then on those
 *     who order often no longer stay, see {@link Checkout}
 */
public record SimulatorOptions(
    long seed,
    Instant start,
    int customers,
    List<String> tenants,
    String currency,
    int articles,
    FaultShares faults,
    Optional<Instant> rival) {

  public SimulatorOptions {
    check(customers >= 1 && customers <= 50_000_000, "customers", customers, "1 to 50000000");
    check(!tenants.isEmpty(), "tenants", "empty", "at least one name");
    check(articles >= 1 && articles <= 1_000_000, "articles", articles, "1 to 1000000");
    check(currency.matches("[A-Z]{3}"), "currency", currency, "three capital letters (ISO 4217)");
    tenants = List.copyOf(tenants);
  }

  /** One tenant {@code demo}, euros, 500 articles, no faults, no rival. */
  public static SimulatorOptions of(long seed, Instant start, int customers) {
    return new SimulatorOptions(
        seed, start, customers, List.of("demo"), "EUR", 500, FaultShares.none(), Optional.empty());
  }

  public SimulatorOptions withFaults(FaultShares shares) {
    return new SimulatorOptions(seed, start, customers, tenants, currency, articles, shares, rival);
  }

  public SimulatorOptions withTenants(List<String> names) {
    return new SimulatorOptions(seed, start, customers, names, currency, articles, faults, rival);
  }

  /** The same with a rival who opens at an instant. */
  public SimulatorOptions withRival(Instant from) {
    return new SimulatorOptions(
        seed, start, customers, tenants, currency, articles, faults, Optional.of(from));
  }

  private static void check(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "simulator." + name + " is " + value + ", must be " + rule);
    }
  }
}
