package io.atomstreams.pipelines.dashboards;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What shows nothing while all is well, with the reason: {@value #FILE}. */
record ExpectedEmpty(List<Entry> empty) {

  static final String FILE = "expected-empty.yaml";

  /** A panel's query ({@code dashboard / panel / A}) or an alert's selector. */
  record Entry(String where, String because) {}

  static Map<String, String> read() {
    return DashboardSpec.read(DashboardSpec.directory().resolve(FILE), ExpectedEmpty.class)
        .empty()
        .stream()
        .collect(Collectors.toMap(Entry::where, Entry::because));
  }
}
