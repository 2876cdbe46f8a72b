package io.atomstreams.pipelines.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What a running demo, which scores and learns, shows of the declared metrics. */
public final class ShownMetrics {

  /** What such a run shows only sometimes or never, and why. */
  private static final Map<AtomMetric, String> CONDITIONAL =
      Map.ofEntries(
          Map.entry(AtomMetric.FIELD_REPAIRS, "only with rules about fields that repair"),
          Map.entry(AtomMetric.RULE_REPAIRS, "only with rules that remember and repair"),
          Map.entry(AtomMetric.FEATURE_IMPORTANCE, "after the first minute"),
          Map.entry(AtomMetric.DRIFTS, "only with detectors"),
          Map.entry(AtomMetric.FAIRNESS_ALARMS, "only with groups"),
          Map.entry(AtomMetric.FAIRNESS_PARITY_DIFFERENCE, "only with groups"),
          Map.entry(AtomMetric.FAIRNESS_PARITY_RATIO, "only with groups"),
          Map.entry(AtomMetric.FAIRNESS_OPPORTUNITY_DIFFERENCE, "only with groups"),
          Map.entry(AtomMetric.PROFILED_RECORDS, "of the monitoring job"),
          Map.entry(AtomMetric.UNREADABLE_RECORDS, "of the monitoring job"));

  /** Figures of one window come one after the other. */
  private static final Duration ALL_WITHIN = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(250);

  private ShownMetrics() {}

  /**
   * That everything of ours on the page at this address is declared, and that what is declared
   * comes to be on it.
   */
  public static void assertAreThoseDeclared(String url) throws IOException {
    Set<AtomMetric> expected =
        Arrays.stream(AtomMetric.values())
            .filter(metric -> !CONDITIONAL.containsKey(metric))
            .collect(Collectors.toSet());
    long deadline = System.nanoTime() + ALL_WITHIN.toNanos();
    Set<AtomMetric> shown = shown(url);
    while (!shown.containsAll(expected) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL.toNanos());
      shown = shown(url);
    }
    assertThat(shown).containsAll(expected);
  }

  private static Set<AtomMetric> shown(String url) throws IOException {
    Set<String> ours =
        MetricNames.on(page(url)).stream().filter(MetricNames::isOurs).collect(Collectors.toSet());
    assertThat(ours)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(MetricNames.declaration(name)).as(name).isPresent());
    Set<AtomMetric> shown = EnumSet.noneOf(AtomMetric.class);
    ours.forEach(name -> MetricNames.declaration(name).ifPresent(shown::add));
    return shown;
  }

  private static String page(String url) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + url, e);
    }
  }
}
