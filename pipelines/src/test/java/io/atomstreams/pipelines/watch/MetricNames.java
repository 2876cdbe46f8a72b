package io.atomstreams.pipelines.watch;

import io.atomstreams.operators.metrics.AtomMetric;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of metrics on a page in Prometheus' text format, and what they mean to us. */
final class MetricNames {

  private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");
  private static final String HISTOGRAM_COUNT = "_count";

  private MetricNames() {}

  /** Every name that has a value on the page. */
  static Set<String> on(String page) {
    Matcher series = SERIES.matcher(page);
    return series.results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  /** Whether it is one of ours. */
  static boolean isOurs(String name) {
    return name.contains("_" + AtomMetric.GROUP + "_");
  }

  /** Its declaration, if it is one of ours and there is one. */
  static Optional<AtomMetric> declaration(String name) {
    String plain =
        name.endsWith(HISTOGRAM_COUNT)
            ? name.substring(0, name.length() - HISTOGRAM_COUNT.length())
            : name;
    return Arrays.stream(AtomMetric.values())
        .filter(metric -> metric.exportedName().equals(name) || isHistogram(metric, plain))
        .findFirst();
  }

  private static boolean isHistogram(AtomMetric metric, String name) {
    return metric.kind() == AtomMetric.Kind.HISTOGRAM && metric.exportedName().equals(name);
  }
}
