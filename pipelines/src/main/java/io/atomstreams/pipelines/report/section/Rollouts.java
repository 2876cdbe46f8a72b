package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.plot.Lanes;
import io.atomstreams.pipelines.report.plot.TimeScale;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which version served when, and who decided so on what evidence: from the log of models. */
final class Rollouts implements Section {

  private static final int MOST_SCORERS = 100;
  private static final int MOST_VERSIONS = 1_000;

  private final Map<String, Timeline> timelines = new TreeMap<>();
  private final List<RolloutEntry.Noted> noted = new ArrayList<>();
  private final Map<String, Long> begun = new TreeMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  @Override
  public String id() {
    return "rollout";
  }

  @Override
  public String title() {
    return "Rollouts";
  }

  /** Entries stand in one partition, so they come in their order. */
  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof RolloutEntry.Noted entry) {
      noted.add(entry);
      timelines.replaceAll((scorer, timeline) -> timeline.with(entry));
    } else if (sighting.value() instanceof RolloutEntry.OfTransition entry) {
      if (timelines.containsKey(entry.scorer()) || timelines.size() < MOST_SCORERS) {
        timelines.computeIfAbsent(entry.scorer(), this::begun);
        timelines.computeIfPresent(entry.scorer(), (scorer, timeline) -> timeline.with(entry));
      }
    } else if (sighting.value() instanceof Prediction prediction) {
      first = Math.min(first, prediction.ts());
      last = Math.max(last, prediction.ts());
      String version = prediction.modelVersion();
      if (begun.containsKey(version) || begun.size() < MOST_VERSIONS) {
        begun.merge(version, prediction.ts(), Math::min);
      }
    }
  }

  /** A scorer's log begins with the versions that were noted before it was spoken of. */
  private Timeline begun(String scorer) {
    Timeline timeline = Timeline.empty(scorer);
    for (RolloutEntry.Noted entry : noted) {
      timeline = timeline.with(entry);
    }
    return timeline;
  }

  @Override
  public void write(Markup page) {
    if (timelines.isEmpty()) {
      Figure.absent(page, "The log of models is empty: the base rate is the score.");
      return;
    }
    timelines.forEach((scorer, timeline) -> write(page, scorer, timeline));
    long verified = noted.stream().map(RolloutEntry.Noted::model).distinct().count();
    page.element(
        "p",
        "The log knows %s; it is read from its beginning, whatever the range."
            .formatted(Numerals.of(verified, "version")),
        "class",
        "note");
  }

  private void write(Markup page, String scorer, Timeline timeline) {
    page.open("h3").element("code", scorer).closeLine();
    page.element("p", "Now: " + inWords(timeline.lineup()), "class", "lead");
    if (first < last) {
      Figure.openWide(page, "In service", "champions filled, shadows and canaries pale");
      lanes(scorer, timeline).write(page);
      page.closeLine();
    }
    Table table = new Table("Transitions of " + scorer).words("No.", "Asked, UTC");
    table.words("Move", "Version", "From event time", "By", "Why");
    List<Transition> decided = timeline.decided();
    for (int i = decided.size() - 1; i >= 0; i--) {
      RolloutEntry.Request request = decided.get(i).request();
      table.row(
          Integer.toString(request.number()),
          Numerals.time(request.at()),
          request.move().word(),
          request.model().toString(),
          effect(decided.get(i)),
          request.by(),
          request.reason());
    }
    table.write(page);
  }

  static String inWords(Lineup now) {
    return "champion %s, canary %s, shadow %s, standing by %s"
        .formatted(
            name(now.champion()),
            name(now.canary().map(Lineup.Canary::model)),
            name(now.shadow()),
            name(now.standby()));
  }

  private static String name(Optional<ModelRef> model) {
    return model.map(ModelRef::toString).orElse("none");
  }

  private static String effect(Transition transition) {
    return transition
        .abandoned()
        .map(why -> "not done: " + why)
        .orElseGet(
            () ->
                transition
                    .activation()
                    .map(
                        activation ->
                            activation.effectiveFrom() == Long.MIN_VALUE
                                ? "whatever was still to come"
                                : Numerals.time(activation.effectiveFrom()))
                    .orElse("under way"));
  }

  private Lanes lanes(String scorer, Timeline timeline) {
    Lanes lanes =
        new Lanes(
            "Versions in service of " + scorer,
            inWords(timeline.lineup()),
            TimeScale.around("event time, UTC", first, last));
    List<Lineup> lineups = timeline.lineups();
    for (int i = 0; i < lineups.size(); i++) {
      Lineup lineup = lineups.get(i);
      long to = i + 1 < lineups.size() ? lineups.get(i + 1).from() : last;
      lineup.champion().ifPresent(model -> span(lanes, "champion", model, lineup, to));
      lineup.canary().ifPresent(canary -> span(lanes, "canary", canary.model(), lineup, to));
      lineup.shadow().ifPresent(model -> span(lanes, "shadow", model, lineup, to));
    }
    return lanes;
  }

  /** What takes effect at once begins with the first event that it scored. */
  private void span(Lanes lanes, String role, ModelRef model, Lineup lineup, long to) {
    long from =
        lineup.from() == Long.MIN_VALUE
            ? begun.getOrDefault(model.toString(), last)
            : Math.max(first, lineup.from());
    if (from < to) {
      lanes.span(
          model.toString(),
          (double) from,
          (double) to,
          role.equals("champion"),
          "%s as %s from %s to %s".formatted(model, role, Numerals.time(from), Numerals.time(to)));
    }
  }

  @Override
  public void tell(ObjectNode json) {
    timelines.forEach(
        (scorer, timeline) -> {
          ObjectNode node = json.putObject(scorer);
          node.put("champion", timeline.lineup().champion().map(ModelRef::toString).orElse(null));
          ArrayNode moves = node.putArray("transitions");
          for (Transition transition : timeline.decided()) {
            moves
                .addObject()
                .put("number", transition.request().number())
                .put("move", transition.request().move().word())
                .put("modelVersion", transition.request().model().toString())
                .put("reason", transition.request().reason());
          }
        });
  }
}
