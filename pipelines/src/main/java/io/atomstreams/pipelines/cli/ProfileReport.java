package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.profile.FieldProfile;
import io.atomstreams.operators.profile.FieldProfile.Lengths;
import io.atomstreams.operators.profile.FieldProfile.Numbers;
import io.atomstreams.operators.profile.Profile;
import io.atomstreams.operators.profile.ValueType;
import io.atomstreams.pipelines.monitoring.ProfileJson;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints profiles, for people or for machines. */
final class ProfileReport {

  private static final List<String> HEAD =
      List.of(
          "field", "records", "missing", "null", "distinct", "min", "p50", "p99", "max", "values");
  private static final int LAST = HEAD.size() - 1;
  private static final double MOST_IN_FULL = 1e15;

  private final PrintWriter out;
  private final boolean json;

  ProfileReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void show(TopicProfile of) {
    if (json) {
      out.println(ProfileJson.tree(of));
      return;
    }
    Profile profile = of.profile();
    out.printf(
        Locale.ROOT,
        "%s, %s, %s to %s: %,d records%s%s%n",
        PrintableBytes.show(of.topic()),
        of.tenant().isEmpty() ? "no tenant" : "tenant " + of.tenant(),
        Instant.ofEpochMilli(of.from()),
        Instant.ofEpochMilli(of.to()),
        profile.records(),
        more(profile.unreadable(), "that are no JSON object"),
        more(profile.omitted(), "values of fields beyond the limit"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    profile.fields().forEach(field -> rows.add(row(field)));
    table(rows);
    out.println();
  }

  private static String more(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
  }

  private void table(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < widths.length; i++) {
        boolean text = i == 0 || i == LAST;
        line.append(String.format("%" + (text ? "-" : "") + widths[i] + "s", row.get(i)));
        line.append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static List<String> row(FieldProfile field) {
    Numbers numbers = field.numbers().orElse(null);
    return List.of(
        PrintableBytes.show(field.path()),
        String.format(Locale.ROOT, "%,d", field.values()),
        percent(field.missing(), field.missing() + field.values()),
        percent(field.nulls(), field.values()),
        distinct(field),
        numbers == null ? "-" : text(numbers.min()),
        numbers == null ? "-" : text(numbers.quantile(0.5)),
        numbers == null ? "-" : text(numbers.quantile(0.99)),
        numbers == null ? "-" : text(numbers.max()),
        values(field));
  }

  /** None is told from few, and few from none. */
  private static String percent(long part, long whole) {
    if (part == 0) {
      return "0 %";
    }
    double percent = 100.0 * part / whole;
    return percent < 0.1 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** An estimate is marked as one. */
  private static String distinct(FieldProfile field) {
    FieldProfile.Distinct distinct = field.distinct();
    boolean certain = distinct.high() - distinct.low() <= 1;
    return String.format(Locale.ROOT, "%s%,d", certain ? "" : "~", distinct.estimate());
  }

  /** The frequent values with their shares; else what the values are. */
  private static String values(FieldProfile field) {
    if (!field.top().isEmpty()) {
      return field.top().stream()
          .map(
              value ->
                  PrintableBytes.show(value.value())
                      + " "
                      + percent(value.atLeast(), field.values()))
          .collect(Collectors.joining(", "));
    }
    String types =
        field.types().keySet().stream()
            .filter(type -> type != ValueType.NULL)
            .map(ValueType::wireName)
            .collect(Collectors.joining(", "));
    return types + field.lengths().map(ProfileReport::lengths).orElse("");
  }

  private static String lengths(Lengths lengths) {
    return lengths.min() == lengths.max()
        ? String.format(Locale.ROOT, " of %,d characters", lengths.max())
        : String.format(Locale.ROOT, " of %,d to %,d characters", lengths.min(), lengths.max());
  }

  /** Whole numbers as such, others to two places, or to six digits where they are small. */
  private static String text(double value) {
    if (Math.abs(value) >= MOST_IN_FULL) {
      return String.format(Locale.ROOT, "%.6g", value);
    }
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.6f" : "%.2f", value);
  }
}
