package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.profile.FieldProfile;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import io.atomstreams.pipelines.report.html.Bars;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.measure.TimeBins;
import io.atomstreams.pipelines.report.plot.Mark;
import io.atomstreams.pipelines.report.plot.NumberScale;
import io.atomstreams.pipelines.report.plot.Plot;
import io.atomstreams.pipelines.report.plot.Point;
import io.atomstreams.pipelines.report.plot.TimeScale;
import io.atomstreams.pipelines.report.source.Archive;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What could not be used and why, what was repaired, and which fields are missing. */
final class Quality implements Section {

  private static final String LATE = "late";
  private static final int MOST_BARS = 12;

  /** Of a topic. */
  private static final int MOST_FIELDS = 4;

  /** Reasons and rules beyond these are counted together: they are names of ours, so few. */
  private static final int MOST_NAMES = 500;

  private static final String REST = "others";

  private final Archive.Clock clock;
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Map<String, Long> noEvents = new TreeMap<>();
  private final Map<String, Long> repairs = new TreeMap<>();
  private final TimeBins<long[]> refused = new TimeBins<>(() -> new long[2], Quality::plus);
  private final Map<String, TopicProfile> profiles = new TreeMap<>();
  private long events;
  private long duplicates;
  private long repaired;

  Quality(Archive.Clock clock) {
    this.clock = clock;
  }

  private static long[] plus(long[] one, long[] other) {
    one[0] += other[0];
    one[1] += other[1];
    return one;
  }

  @Override
  public String id() {
    return "quality";
  }

  @Override
  public String title() {
    return "Data quality";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof FeatureRecord record) {
      events++;
      duplicates += record.outcome() == FeatureRecord.Outcome.DUPLICATE ? 1 : 0;
      repaired += record.repaired().isEmpty() ? 0 : 1;
      record.repaired().forEach(rule -> count(repairs, rule));
    } else if (sighting.value() instanceof Sighting.Refusal refusal && !refusal.ofEvent()) {
      count(noEvents, refusal.topic() + ": " + refusal.reason());
    } else if (sighting.value() instanceof Sighting.Refusal refusal) {
      events++;
      count(reasons, refusal.reason());
      if (sighting.hasTime()) {
        refused.at(sighting.at(), bin -> bin[refusal.reason().equals(LATE) ? 1 : 0]++);
      }
    } else if (sighting.value() instanceof TopicProfile profile) {
      String of = profile.topic() + "|" + profile.tenant();
      if (profiles.containsKey(of) || profiles.size() < MOST_NAMES) {
        profiles.merge(of, profile, (one, next) -> fuller(one, next));
      }
    }
  }

  private static void count(Map<String, Long> counts, String name) {
    boolean known = counts.containsKey(name) || counts.size() < MOST_NAMES;
    counts.merge(known ? name : REST, 1L, Long::sum);
  }

  /** Of two windows the one with more records: the last is often hardly begun. */
  private static TopicProfile fuller(TopicProfile one, TopicProfile other) {
    Comparator<TopicProfile> order =
        Comparator.<TopicProfile>comparingLong(profile -> profile.profile().records())
            .thenComparingLong(TopicProfile::from);
    return order.compare(one, other) >= 0 ? one : other;
  }

  @Override
  public void write(Markup page) {
    if (events == 0) {
      Figure.absent(page, "No event has an outcome in this range.");
      return;
    }
    Tiles.write(
        page,
        "Dead letters",
        share(deadLetters()),
        Numerals.count(deadLetters()) + " events",
        "Late",
        share(late()),
        Numerals.count(late()) + " of the dead letters",
        "Duplicates",
        share(duplicates),
        Numerals.count(duplicates) + " events",
        "Repaired",
        share(repaired),
        Numerals.count(repaired) + " events");
    page.open("div", "class", "figures");
    writeBars(page, "Dead letters by reason", reasons, "Every event has an outcome.");
    writeBars(page, "Repairs by rule", repairs, "No rule has repaired an event.");
    writeRefused(page);
    writeNoEvents(page);
    page.closeLine();
    writeProfiles(page);
  }

  private String share(long count) {
    return Numerals.percent((double) count / events);
  }

  private long deadLetters() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  private long late() {
    return reasons.getOrDefault(LATE, 0L);
  }

  private void writeBars(Markup page, String title, Map<String, Long> counts, String none) {
    Figure.open(page, title, "events, and their share of all");
    if (counts.isEmpty()) {
      Figure.absent(page, none);
    }
    Bars bars = new Bars(title);
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_BARS)
        .forEach(
            entry ->
                bars.add(
                    entry.getKey(),
                    entry.getValue(),
                    Numerals.count(entry.getValue()) + " · " + share(entry.getValue())));
    if (!bars.isEmpty()) {
      bars.write(page);
    }
    page.closeLine();
  }

  private void writeNoEvents(Markup page) {
    if (noEvents.isEmpty()) {
      return;
    }
    String title = "Dead letters of the learning job";
    Figure.open(page, title, "records that are no events, by topic and reason");
    Bars bars = new Bars(title);
    noEvents.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_BARS)
        .forEach(
            entry -> bars.add(entry.getKey(), entry.getValue(), Numerals.count(entry.getValue())));
    bars.write(page);
    page.closeLine();
  }

  private void writeRefused(Markup page) {
    if (clock == Archive.Clock.EVENT || refused.bins().isEmpty()) {
      return;
    }
    Figure.open(page, "Dead letters over time", "late ones apart");
    List<Point> late = new ArrayList<>();
    List<Point> others = new ArrayList<>();
    double highest = 0;
    long first = refused.bins().firstKey();
    long last = refused.bins().lastKey();
    for (long begin = first; begin <= last; begin += refused.width()) {
      long[] bin = refused.bins().getOrDefault(begin, new long[2]);
      double middle = begin + refused.width() / 2.0;
      others.add(new Point(middle, bin[0]));
      late.add(new Point(middle, bin[1]));
      highest = Math.max(highest, (double) Math.max(bin[0], bin[1]));
    }
    NumberScale up =
        NumberScale.around(
            "in " + Numerals.span((double) refused.width()), 0, highest, 5, Numerals::brief);
    TimeScale time =
        TimeScale.around("when the broker took it, UTC", first, last + refused.width());
    new Plot("Dead letters over time", "late ones apart", time, up)
        .add(new Mark.Line(others, Mark.Style.INK, "other"))
        .add(new Mark.Line(late, Mark.Style.ACCENT, LATE))
        .write(page);
    page.closeLine();
  }

  private void writeProfiles(Markup page) {
    Table table = new Table("Fields that are missing, by topic").words("Topic", "Tenant", "Field");
    table.figures("Missing", "Share", "Values", "Different", "Records");
    for (TopicProfile of : profiles.values()) {
      of.profile().fields().stream()
          .filter(field -> field.missing() > 0)
          .sorted(Comparator.comparingLong(FieldProfile::missing).reversed())
          .limit(MOST_FIELDS)
          .forEach(
              field ->
                  table.row(
                      of.topic(),
                      of.tenant().isEmpty() ? "none named" : of.tenant(),
                      field.path(),
                      Numerals.count(field.missing()),
                      Numerals.percent(
                          (double) field.missing() / (field.missing() + field.values())),
                      Numerals.count(field.values()),
                      "≈ " + Numerals.count(field.distinct().estimate()),
                      Numerals.count(of.profile().records())));
    }
    if (profiles.isEmpty()) {
      page.element("p", "No profiles of fields: the monitoring job writes them.", "class", "note");
    } else if (!table.isEmpty()) {
      Figure.openWide(
          page,
          "Missing fields",
          "the most frequent of each topic, in the fullest window that was profiled");
      table.write(page);
      page.closeLine();
    }
  }

  @Override
  public void tell(ObjectNode json) {
    ObjectNode by = json.putObject("deadLettersByReason");
    reasons.forEach(by::put);
    ObjectNode others = json.putObject("deadLettersOfLearning");
    noEvents.forEach(others::put);
    ObjectNode rules = json.putObject("repairsByRule");
    repairs.forEach(rules::put);
    json.put("repaired", repaired);
  }
}
