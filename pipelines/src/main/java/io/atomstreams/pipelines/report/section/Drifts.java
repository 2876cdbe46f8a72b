package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.pipelines.report.html.Bars;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.plot.Lanes;
import io.atomstreams.pipelines.report.plot.TimeScale;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What detectors saw change, when, and why; and what was alerted. */
final class Drifts implements Section {

  private static final int MOST = 1_000;
  private static final int MOST_RULES = 200;
  private static final int FEATURES = 3;
  private static final Comparator<Drift> ORDER =
      Comparator.comparingLong(Drift::ts).thenComparing(Drift::id).thenComparing(Drift::level);
  private static final Comparator<Alert> LATEST =
      Comparator.comparingLong(Alert::ts).thenComparing(Alert::id);

  private final TreeSet<Drift> drifts = new TreeSet<>(ORDER);
  private final Map<String, Alerted> alerts = new TreeMap<>();
  private long forgotten;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** Alerts of one rule and severity. */
  private record Alerted(long count, Alert latest) {

    Alerted plus(Alerted other) {
      Alert later = LATEST.compare(latest, other.latest) >= 0 ? latest : other.latest;
      return new Alerted(count + other.count, later);
    }
  }

  @Override
  public String id() {
    return "drift";
  }

  @Override
  public String title() {
    return "Drift and alerts";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof Drift drift) {
      drifts.add(drift);
      if (drifts.size() > MOST) {
        drifts.pollFirst();
        forgotten++;
      }
    } else if (sighting.value() instanceof Alert alert) {
      String severity = alert.severity().name().toLowerCase(Locale.ROOT);
      String of = alert.rule() + " · " + severity;
      if (alerts.containsKey(of) || alerts.size() < MOST_RULES) {
        alerts.merge(of, new Alerted(1, alert), Alerted::plus);
      }
    } else if (sighting.value() instanceof Example example) {
      first = Math.min(first, example.ts());
      last = Math.max(last, example.ts());
    }
  }

  @Override
  public void write(Markup page) {
    if (drifts.isEmpty()) {
      Figure.absent(
          page,
          last == Long.MIN_VALUE
              ? "No drift was told in this range, and no answers came that could have shown one."
              : "No drift was told in this range.");
    } else {
      writeDrifts(page);
    }
    writeAlerts(page);
  }

  private void writeDrifts(Markup page) {
    long from = Math.min(first, drifts.first().ts());
    long to = Math.max(last, drifts.last().ts());
    String says =
        "%s (filled) and %s (hollow)%s, at the answers that showed them"
            .formatted(
                Numerals.of(count(Drift.Level.DRIFT), "drift"),
                Numerals.of(count(Drift.Level.WARNING), "warning"),
                forgotten == 0 ? "" : "; %,d before them are left out".formatted(forgotten));
    Figure.openWide(page, "When", says);
    Lanes lanes =
        new Lanes(
            "Drifts over time", says, TimeScale.around("event time of answers, UTC", from, to));
    drifts.stream()
        .sorted(Comparator.comparing(Drift::detector).thenComparing(ORDER))
        .forEach(
            drift ->
                lanes.event(
                    drift.detector() + " on " + drift.on(),
                    (double) drift.ts(),
                    drift.level() == Drift.Level.DRIFT,
                    "%s at %s: %s lately, %s before; %s"
                        .formatted(
                            level(drift),
                            Numerals.time(drift.ts()),
                            Numerals.fixed(drift.recent(), 3),
                            Numerals.fixed(drift.before(), 3),
                            cause(drift))));
    lanes.write(page);
    page.closeLine();
    Table table = new Table("Drifts").words("When, UTC", "Level", "Detector", "On");
    table.figures("Before", "Lately").words("Cause", "Where", "Moved furthest", "Reason", "Then");
    drifts.descendingSet().forEach(drift -> row(table, drift));
    table.write(page);
  }

  private static void row(Table table, Drift drift) {
    table.row(
        Numerals.time(drift.ts()),
        level(drift),
        drift.detector(),
        drift.on(),
        Numerals.fixed(drift.before(), 3),
        Numerals.fixed(drift.recent(), 3),
        cause(drift),
        drift.cause().segment(),
        drift.cause().features().stream()
            .limit(FEATURES)
            .map(moved -> moved.feature() + " (PSI " + Numerals.fixed(moved.psi(), 1) + ")")
            .collect(Collectors.joining(", ")),
        drift.cause().reason(),
        String.join(", ", drift.actions()));
  }

  private static String level(Drift drift) {
    return drift.level().name().toLowerCase(Locale.ROOT);
  }

  private static String cause(Drift drift) {
    return drift.cause().name().isEmpty()
        ? "no cause told"
        : drift.cause().name().replace('_', ' ');
  }

  private long count(Drift.Level level) {
    return drifts.stream().filter(drift -> drift.level() == level).count();
  }

  private void writeAlerts(Markup page) {
    page.element("h3", "Alerts");
    if (alerts.isEmpty()) {
      Figure.absent(page, "Nothing was alerted in this range.");
      return;
    }
    Bars bars = new Bars("Alerts by rule and severity");
    alerts.forEach(
        (of, alerted) -> bars.add(of, (double) alerted.count, Numerals.count(alerted.count)));
    bars.write(page);
    Table table = new Table("The latest alert of each rule").words("Rule", "When, UTC", "Of");
    table.words("Message");
    alerts.forEach(
        (of, alerted) ->
            table.row(
                of,
                Numerals.time(alerted.latest.ts()),
                alerted.latest.entity(),
                alerted.latest.message()));
    page.open("details").element("summary", "The latest of each");
    table.write(page);
    page.closeLine();
  }

  @Override
  public void tell(ObjectNode json) {
    ArrayNode told = json.putArray("drifts");
    drifts.forEach(
        drift ->
            told.addObject()
                .put("ts", drift.ts())
                .put("level", level(drift))
                .put("detector", drift.detector())
                .put("on", drift.on())
                .put("cause", drift.cause().name()));
    ObjectNode counts = json.putObject("alerts");
    alerts.forEach((of, alerted) -> counts.put(of, alerted.count));
  }
}
