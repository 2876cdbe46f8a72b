package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
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
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** How many events came, what was made of them, and how long that took. */
final class Traffic implements Section {

  private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 2;
  private static final long DAY = 86_400_000;

  private final Archive.Clock clock;
  private final TimeBins<Bin> bins = new TimeBins<>(Bin::new, Bin::plus);
  private final Bin all = new Bin();
  private final Histogram latency = new Histogram(HIGHEST_MICROS, DIGITS);
  private final TimeBins<Histogram> latencies =
      new TimeBins<>(() -> new Histogram(HIGHEST_MICROS, DIGITS), Traffic::plus);

  Traffic(Archive.Clock clock) {
    this.clock = clock;
  }

  /** What came in a span. */
  private static final class Bin {
    private long scored;
    private long updated;
    private long repeated;
    private long refused;
    private long predictions;

    Bin plus(Bin other) {
      scored += other.scored;
      updated += other.updated;
      repeated += other.repeated;
      refused += other.refused;
      predictions += other.predictions;
      return this;
    }

    long events() {
      return scored + updated + repeated + refused;
    }
  }

  private static Histogram plus(Histogram one, Histogram other) {
    one.add(other);
    return one;
  }

  @Override
  public String id() {
    return "throughput";
  }

  @Override
  public String title() {
    return "Throughput";
  }

  @Override
  public void take(Sighting sighting) {
    count(all, sighting.value());
    if (sighting.hasTime() && isCounted(sighting.value())) {
      bins.at(sighting.at(), bin -> count(bin, sighting.value()));
    }
    if (sighting.value() instanceof Prediction && sighting.hasLatency()) {
      long micros = Math.min(HIGHEST_MICROS, sighting.latencyMicros());
      latency.recordValue(micros);
      latencies.at(sighting.at(), bin -> bin.recordValue(micros));
    }
  }

  private static boolean isCounted(Object value) {
    return value instanceof FeatureRecord
        || value instanceof Prediction
        || (value instanceof Sighting.Refusal refusal && refusal.ofEvent());
  }

  private static void count(Bin bin, Object value) {
    if (value instanceof FeatureRecord record) {
      switch (record.outcome()) {
        case SCORED -> bin.scored++;
        case UPDATED -> bin.updated++;
        case DUPLICATE -> bin.repeated++;
      }
    } else if (value instanceof Prediction) {
      bin.predictions++;
    } else if (value instanceof Sighting.Refusal refusal) {
      bin.refused += refusal.ofEvent() ? 1 : 0;
    }
  }

  @Override
  public void write(Markup page) {
    if (bins.bins().isEmpty()) {
      Figure.absent(page, "No event has an outcome in this range.");
      return;
    }
    page.open("div", "class", "figures");
    writeEvents(page);
    writeRest(page, "Scored events", bin -> bin.scored, "whose features a model was asked about");
    writeRest(page, "Predictions", bin -> bin.predictions, "one for each scorer of a scored event");
    if (latency.getTotalCount() > 0) {
      writeLatency(page);
    } else {
      writeRest(page, "Duplicates", bin -> bin.repeated, "events seen before: they change nothing");
    }
    page.closeLine();
  }

  private void writeEvents(Markup page) {
    String says =
        "%s in bins of %s, the first and the last cut off: %s scored, %s updated features only, %s seen before%s"
            .formatted(
                Numerals.count(all.events()),
                Numerals.span((double) bins.width()),
                Numerals.count(all.scored),
                Numerals.count(all.updated),
                Numerals.count(all.repeated),
                clock == Archive.Clock.TAKEN
                    ? ", %s could not be used".formatted(Numerals.count(all.refused))
                    : "");
    Figure.openWide(page, "Events", says);
    plot("Events over time", says, Bin::events).writeWide(page);
    Table table = new Table("Events over time, by outcome").words("Begin, UTC");
    table.figures("Events", "Scored", "Updated only", "Seen before", "Refused", "Predictions");
    bins.bins()
        .forEach(
            (begin, bin) ->
                table.row(
                    Numerals.time(begin),
                    Numerals.count(bin.events()),
                    Numerals.count(bin.scored),
                    Numerals.count(bin.updated),
                    Numerals.count(bin.repeated),
                    Numerals.count(bin.refused),
                    Numerals.count(bin.predictions)));
    table.writeBehind(page);
    page.closeLine();
  }

  private void writeRest(Markup page, String title, ToDoubleFunction<Bin> of, String says) {
    Figure.open(page, title, says);
    plot(title + " over time", says, of).write(page);
    page.closeLine();
  }

  private Plot plot(String title, String says, ToDoubleFunction<Bin> of) {
    double perUnit = (double) bins.width() / unit();
    List<Point> high = new ArrayList<>();
    List<Point> low = new ArrayList<>();
    NavigableMap<Long, Bin> held = bins.bins();
    double highest = 0;
    for (long begin = held.firstKey(); begin <= held.lastKey(); begin += bins.width()) {
      double rate = held.containsKey(begin) ? of.applyAsDouble(held.get(begin)) / perUnit : 0;
      double middle = begin + bins.width() / 2.0;
      high.add(new Point(middle, rate));
      low.add(new Point(middle, 0));
      highest = Math.max(highest, rate);
    }
    NumberScale up = NumberScale.around("per " + unitName(), 0, highest, 5, Numerals::brief);
    return new Plot(title, says, time(held.firstKey(), held.lastKey() + bins.width()), up)
        .add(new Mark.Band(low, high, Mark.Style.ACCENT, ""))
        .add(new Mark.Line(high, Mark.Style.ACCENT, ""));
  }

  private TimeScale time(long first, long last) {
    return TimeScale.around(
        clock == Archive.Clock.TAKEN ? "when the broker took it, UTC" : "event time, UTC",
        first,
        last);
  }

  /** Rates are told in the unit in which bins have some events. */
  private long unit() {
    return bins.width() < 60_000 ? 1000 : bins.width() < DAY ? 3_600_000 : DAY;
  }

  private String unitName() {
    return unit() == 1000 ? "second" : unit() == DAY ? "day" : "hour";
  }

  private void writeLatency(Markup page) {
    String says =
        "median %s, 99 %% within %s: from the source's read to the broker's taking the prediction"
            .formatted(millis(50), millis(99));
    Figure.open(page, "Latency", says);
    List<Point> middle = new ArrayList<>();
    List<Point> most = new ArrayList<>();
    double highest = 0;
    for (var bin : latencies.bins().entrySet()) {
      double at = bin.getKey() + latencies.width() / 2.0;
      middle.add(new Point(at, bin.getValue().getValueAtPercentile(50) / 1000.0));
      most.add(new Point(at, bin.getValue().getValueAtPercentile(99) / 1000.0));
      highest = Math.max(highest, most.get(most.size() - 1).y());
    }
    long first = latencies.bins().firstKey();
    long last = latencies.bins().lastKey() + latencies.width();
    NumberScale up = NumberScale.around("ms", 0, highest, 5, Numerals::brief);
    new Plot("Latency over time", says, time(first, last), up)
        .add(new Mark.Line(most, Mark.Style.INK, "99 %"))
        .add(new Mark.Line(middle, Mark.Style.ACCENT, "median"))
        .write(page);
    page.closeLine();
  }

  private String millis(double percent) {
    return Numerals.span(latency.getValueAtPercentile(percent) / 1000.0);
  }

  @Override
  public void tell(ObjectNode json) {
    json.put("events", all.events());
    json.put("scored", all.scored);
    json.put("updatedOnly", all.updated);
    json.put("duplicates", all.repeated);
    json.put("deadLetters", all.refused);
    json.put("predictions", all.predictions);
    if (latency.getTotalCount() > 0) {
      ObjectNode millis = json.putObject("latencyMs");
      millis.put("p50", latency.getValueAtPercentile(50) / 1000.0);
      millis.put("p99", latency.getValueAtPercentile(99) / 1000.0);
    }
  }
}
