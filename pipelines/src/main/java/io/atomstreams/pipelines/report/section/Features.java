package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.measure.NumberBins;
import io.atomstreams.pipelines.report.plot.Spark;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How the features of the scored vectors are spread, which have no value, which have moved. */
final class Features implements Section {

  /** Features beyond these are not kept: a list has some tens. */
  private static final int MOST = 400;

  private static final int PARTS = 24;

  private final FeatureNames names;
  private final Map<String, Seen> features = new LinkedHashMap<>();
  private final Map<String, Double> moved = new TreeMap<>();
  private long vectors;

  Features(FeatureNames names) {
    this.names = names;
  }

  /** One feature. */
  private static final class Seen {
    private final int place;
    private final NumberBins numbers = new NumberBins();
    private long missing;
    private long notReady;

    Seen(int place) {
      this.place = place;
    }

    long all() {
      return numbers.count() + missing + notReady;
    }
  }

  @Override
  public String id() {
    return "features";
  }

  @Override
  public String title() {
    return "Features";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof FeatureRecord record && record.vector().length > 0) {
      vectors++;
      for (int i = 0; i < record.vector().length; i++) {
        take(record, i);
      }
    } else if (sighting.value() instanceof Drift drift) {
      drift.cause().features().stream()
          .filter(each -> Double.isFinite(each.psi()) && moved.size() < MOST)
          .forEach(each -> moved.merge(each.feature(), each.psi(), Math::max));
    }
  }

  private void take(FeatureRecord record, int place) {
    String name = names.name(record, place);
    Seen seen = features.get(name);
    if (seen == null) {
      if (features.size() >= MOST) {
        return;
      }
      seen = new Seen(place);
      features.put(name, seen);
    }
    float value = record.vector()[place];
    if (place >= record.ready()) {
      seen.notReady++;
    } else if (Float.isFinite(value)) {
      seen.numbers.add(value);
    } else {
      seen.missing++;
    }
  }

  @Override
  public void write(Markup page) {
    if (features.isEmpty()) {
      Figure.absent(page, "No event was scored in this range: there is no vector to look at.");
      return;
    }
    page.element(
        "p",
        "%s vectors, as the models saw them. Bars run from the 1st to the 99th percentile; quantiles are within 3 %%."
            .formatted(Numerals.count(vectors)),
        "class",
        "lead");
    page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "spread");
    page.element("caption", "Features of the scored vectors", "class", "unseen");
    page.open("thead").open("tr").element("th", "Feature", "scope", "col");
    page.element("th", "Distribution", "scope", "col");
    for (String head : new String[] {"5 %", "Median", "95 %", "Greatest", "Missing", "Not ready"}) {
      page.element("th", head, "scope", "col", "class", "figure");
    }
    page.element("th", "Moved (PSI)", "scope", "col", "class", "figure");
    page.close().close().open("tbody");
    features.entrySet().stream()
        .sorted(
            (one, other) -> {
              int order = Integer.compare(one.getValue().place, other.getValue().place);
              return order != 0 ? order : one.getKey().compareTo(other.getKey());
            })
        .forEach(entry -> write(page, entry.getKey(), entry.getValue()));
    page.close().close().closeLine();
  }

  private void write(Markup page, String name, Seen seen) {
    page.open("tr").element("th", name, "scope", "row").open("td");
    NumberBins numbers = seen.numbers;
    double low = numbers.quantile(0.01);
    double high = numbers.quantile(0.99);
    Spark.write(
        page,
        numbers.shares(low, high, PARTS),
        "%s from %s to %s".formatted(name, Numerals.brief(low), Numerals.brief(high)));
    page.close();
    figure(page, Numerals.brief(numbers.quantile(0.05)));
    figure(page, Numerals.brief(numbers.quantile(0.5)));
    figure(page, Numerals.brief(numbers.quantile(0.95)));
    figure(page, Numerals.brief(numbers.greatest()));
    figure(page, Numerals.percent((double) seen.missing / seen.all()));
    figure(page, Numerals.percent((double) seen.notReady / seen.all()));
    figure(page, moved.containsKey(name) ? Numerals.fixed(moved.get(name), 2) : "");
    page.closeLine();
  }

  private static void figure(Markup page, String text) {
    page.element("td", text, "class", "figure");
  }

  @Override
  public void tell(ObjectNode json) {
    json.put("vectors", vectors);
    ObjectNode each = json.putObject("features");
    features.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              Seen seen = entry.getValue();
              each.putObject(entry.getKey())
                  .put("missing", seen.missing)
                  .put("notReady", seen.notReady)
                  .put("median", Tiles.finite(seen.numbers.quantile(0.5)));
            });
  }
}
