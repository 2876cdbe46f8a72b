package io.atomstreams.pipelines.simulator;

import java.time.Instant;
import java.util.List;

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
 */
public record SimulatorOptions(
    long seed,
    Instant start,
    int customers,
    List<String> tenants,
    String currency,
    int articles,
    FaultShares faults) {

  public SimulatorOptions {
    check(customers >= 1 && customers <= 50_000_000, "customers", customers, "1 to 50000000");
    check(!tenants.isEmpty(), "tenants", "empty", "at least one name");
    check(articles >= 1 && articles <= 1_000_000, "articles", articles, "1 to 1000000");
    check(currency.matches("[A-Z]{3}"), "currency", currency, "three capital letters (ISO 4217)");
    tenants = List.copyOf(tenants);
  }

  /** One tenant {@code demo}, euros, 500 articles, no faults. */
  public static SimulatorOptions of(long seed, Instant start, int customers) {
    return new SimulatorOptions(
        seed, start, customers, List.of("demo"), "EUR", 500, FaultShares.none());
  }

  public SimulatorOptions withFaults(FaultShares shares) {
    return new SimulatorOptions(seed, start, customers, tenants, currency, articles, shares);
  }

  public SimulatorOptions withTenants(List<String> names) {
    return new SimulatorOptions(seed, start, customers, names, currency, articles, faults);
  }

  private static void check(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "simulator." + name + " is " + value + ", must be " + rule);
    }
  }
}
