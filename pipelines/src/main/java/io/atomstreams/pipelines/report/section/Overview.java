package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What was in service, and how much there is to speak of. */
final class Overview implements Section {

  private static final int MOST_VERSIONS = 500;

  private final Map<Serving, Use> versions = new TreeMap<>(Serving.ORDER);
  private long events;
  private long predictions;
  private long answers;
  private long drifts;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private record Serving(String scorer, String version, String role) {
    private static final Comparator<Serving> ORDER =
        Comparator.comparing(Serving::scorer)
            .thenComparing(Serving::version)
            .thenComparing(Serving::role);
  }

  private record Use(long predictions, long first, long last) {

    Use plus(Use other) {
      return new Use(
          predictions + other.predictions,
          Math.min(first, other.first),
          Math.max(last, other.last));
    }
  }

  @Override
  public String id() {
    return "overview";
  }

  @Override
  public String title() {
    return "At a glance";
  }

  @Override
  public void take(Sighting sighting) {
    Object value = sighting.value();
    if (value instanceof FeatureRecord record) {
      events++;
      first = Math.min(first, record.ts());
      last = Math.max(last, record.ts());
    } else if (value instanceof Sighting.Refusal refusal) {
      events += refusal.ofEvent() ? 1 : 0;
    } else if (value instanceof Prediction prediction) {
      predictions++;
      take(prediction);
    } else if (value instanceof Example example) {
      answers += example.kind() == Example.Kind.FIRST ? 1 : 0;
    } else if (value instanceof Drift drift) {
      drifts += drift.level() == Drift.Level.DRIFT ? 1 : 0;
    }
  }

  private void take(Prediction prediction) {
    Serving of =
        new Serving(prediction.scorer(), prediction.modelVersion(), prediction.role().word());
    if (versions.containsKey(of) || versions.size() < MOST_VERSIONS) {
      versions.merge(of, new Use(1, prediction.ts(), prediction.ts()), Use::plus);
    }
  }

  @Override
  public void write(Markup page) {
    String of =
        first > last
            ? "nothing has an outcome"
            : "event time %s to %s".formatted(Numerals.time(first), Numerals.time(last));
    Tiles.write(
        page,
        "Events",
        Numerals.brief((double) events),
        of,
        "Predictions",
        Numerals.brief((double) predictions),
        "by " + Numerals.of(count(), "version"),
        "Answers",
        Numerals.brief((double) answers),
        "that came in the range",
        "Drifts",
        Numerals.count(drifts),
        "told by detectors");
    if (versions.isEmpty()) {
      Figure.absent(page, "No prediction was made in this range.");
      return;
    }
    Table table = new Table("Versions that made predictions").words("Scorer", "Version", "Role");
    table.figures("Predictions").words("First event, UTC", "Last event, UTC");
    versions.forEach(
        (serving, use) ->
            table.row(
                serving.scorer,
                serving.version,
                serving.role,
                Numerals.count(use.predictions),
                Numerals.time(use.first),
                Numerals.time(use.last)));
    table.write(page);
  }

  private long count() {
    return versions.keySet().stream().map(of -> of.scorer + "|" + of.version).distinct().count();
  }

  @Override
  public void tell(ObjectNode json) {
    ArrayNode served = json.putArray("served");
    versions.forEach(
        (serving, use) ->
            served
                .addObject()
                .put("scorer", serving.scorer)
                .put("modelVersion", serving.version)
                .put("role", serving.role)
                .put("predictions", use.predictions));
  }
}
