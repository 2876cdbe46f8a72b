package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.measure.NumberBins;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How good each model version is, by the answers that are known: curves, figures beside the base
 * rate's, decisions at thresholds. A scorer is held against the labels that it is evaluated by; one
 * that nothing evaluates, against every label it was scored beside.
 */
final class Models implements Section {

  private static final int MOST_VERSIONS = 200;
  private static final int MOST_WITH_CURVES = 4;

  private final Optional<String> scorer;
  private final Map<Judged, ModelAnswers> models = new TreeMap<>();
  private final Set<String> evaluated = new TreeSet<>();
  private final Map<String, Long> predictions = new TreeMap<>();
  private final Map<Example.Kind, Long> kinds = new EnumMap<>(Example.Kind.class);
  private final NumberBins delays = new NumberBins();

  Models(Optional<String> scorer) {
    this.scorer = scorer;
  }

  /** A version and what it is asked. */
  record Judged(String label, String scorer, String version) implements Comparable<Judged> {

    private static final Comparator<Judged> ORDER =
        Comparator.comparing(Judged::label)
            .thenComparing(Judged::scorer)
            .thenComparing(Judged::version);

    @Override
    public int compareTo(Judged other) {
      return ORDER.compare(this, other);
    }

    String pair() {
      return label + "|" + scorer;
    }
  }

  @Override
  public String id() {
    return "models";
  }

  @Override
  public String title() {
    return "Models";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof Example example) {
      take(example);
    } else if (sighting.value() instanceof Evaluation evaluation && evaluation.role() != null) {
      evaluated.add(evaluation.label() + "|" + evaluation.scorer());
    } else if (sighting.value() instanceof Prediction prediction) {
      boolean known =
          predictions.containsKey(prediction.scorer()) || predictions.size() < MOST_VERSIONS;
      if (known) {
        predictions.merge(prediction.scorer(), 1L, Long::sum);
      }
    }
  }

  private void take(Example example) {
    kinds.merge(example.kind(), 1L, Long::sum);
    if (example.kind() == Example.Kind.FIRST) {
      delays.add((double) (example.ts() - example.asOf()));
    }
    for (Example.Score score : example.scores()) {
      if (scorer.isEmpty() || scorer.get().equals(score.scorer())) {
        Judged of = new Judged(example.label(), score.scorer(), score.modelVersion());
        if (models.containsKey(of) || models.size() < MOST_VERSIONS) {
          models.computeIfAbsent(of, unused -> new ModelAnswers()).take(example, score);
        }
      }
    }
  }

  @Override
  public void write(Markup page) {
    if (kinds.isEmpty()) {
      Figure.absent(
          page,
          "No answers yet: no example in this range. The learning job writes them once a label's"
              + " time is over.");
      return;
    }
    writeAnswers(page);
    Set<String> pairs = new TreeSet<>();
    models.keySet().forEach(of -> pairs.add(of.pair()));
    for (String pair : pairs) {
      List<Map.Entry<Judged, ModelAnswers>> of =
          models.entrySet().stream().filter(entry -> entry.getKey().pair().equals(pair)).toList();
      if (isShown(of.get(0).getKey())) {
        write(page, of);
      }
    }
    writeOthers(page);
  }

  private boolean isShown(Judged of) {
    return evaluated.contains(of.pair())
        || evaluated.stream().noneMatch(pair -> ofScorer(pair, of));
  }

  private boolean ofScorer(String pair, Judged of) {
    return pair.endsWith("|" + of.scorer()) || pair.startsWith(of.label() + "|");
  }

  private void writeAnswers(Markup page) {
    long first = kinds.getOrDefault(Example.Kind.FIRST, 0L);
    long corrected = kinds.getOrDefault(Example.Kind.CORRECTED, 0L);
    Tiles.write(
        page,
        "Answers",
        Numerals.count(first),
        "first ones; a later event may correct them",
        "Corrected",
        Numerals.count(corrected),
        "taken back, and given anew",
        "By people",
        Numerals.count(kinds.getOrDefault(Example.Kind.FEEDBACK, 0L)),
        "on feedback",
        "Answered after",
        "≈ " + Numerals.span(delays.quantile(0.5)),
        "median, event time; 95 % within " + Numerals.span(delays.quantile(0.95)));
  }

  private void write(Markup page, List<Map.Entry<Judged, ModelAnswers>> versions) {
    Judged of = versions.get(0).getKey();
    page.open("h3").element("code", of.scorer()).text(" asked ");
    page.element("code", of.label()).closeLine();
    long asked = predictions.getOrDefault(of.scorer(), 0L);
    long answered = versions.stream().mapToLong(entry -> entry.getValue().served()).sum();
    if (asked > 0) {
      page.element(
          "p",
          "%s predictions were given out in this range, %s have an answer in it. What follows speaks of those alone."
              .formatted(Numerals.count(asked), Numerals.count(answered)),
          "class",
          "lead");
    }
    figures(versions).write(page);
    versions.stream()
        .filter(entry -> !entry.getKey().version().equals(Prediction.BASE_RATE))
        .sorted(
            Comparator.<Map.Entry<Judged, ModelAnswers>>comparingLong(
                    entry -> -entry.getValue().answers())
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_WITH_CURVES)
        .forEach(entry -> new ModelCurves(entry.getKey(), entry.getValue()).write(page));
  }

  private static Table figures(List<Map.Entry<Judged, ModelAnswers>> versions) {
    Table table = new Table("Figures of each version, beside the base rate's").words("Version");
    table.words("Role").figures("Answers", "Yes", "AUC", "95 %", "Avg. precision", "Brier");
    table.figures("of base rate", "Log loss", "of base rate", "Calibration error");
    for (Map.Entry<Judged, ModelAnswers> entry : versions) {
      ModelFigures figures = entry.getValue().figures();
      table.row(
          entry.getKey().version(),
          String.join(", ", entry.getValue().roles()),
          Numerals.count(figures.answers()),
          Numerals.percent(figures.baseRate()),
          Numerals.fixed(figures.area(), 3),
          figures.areaSure(),
          Numerals.fixed(figures.averagePrecision(), 3),
          Numerals.fixed(figures.value("brier"), 4),
          Numerals.fixed(figures.value("brierOfBaseRate"), 4),
          Numerals.fixed(figures.value("logLoss"), 4),
          Numerals.fixed(figures.value("logLossOfBaseRate"), 4),
          Numerals.fixed(figures.value("ece"), 4));
    }
    return table;
  }

  private void writeOthers(Markup page) {
    Set<String> others = new TreeSet<>();
    models.keySet().stream()
        .filter(of -> !isShown(of))
        .forEach(of -> others.add(of.scorer() + " and " + of.label()));
    if (!others.isEmpty()) {
      page.element(
          "p",
          "Not shown, since nothing evaluates the one by the other: %s."
              .formatted(String.join("; ", others)),
          "class",
          "note");
    }
  }

  @Override
  public void tell(ObjectNode json) {
    ArrayNode versions = json.putArray("versions");
    models.forEach(
        (of, answers) -> {
          if (isShown(of)) {
            ModelFigures figures = answers.figures();
            ObjectNode node = versions.addObject();
            node.put("label", of.label()).put("scorer", of.scorer());
            node.put("modelVersion", of.version()).put("answers", figures.answers());
            node.put("positiveShare", Tiles.finite(figures.baseRate()));
            node.put("auc", Tiles.finite(figures.area()));
            node.put("averagePrecision", Tiles.finite(figures.averagePrecision()));
            for (String name : ModelFigures.NAMES) {
              node.put(name, Tiles.finite(figures.value(name)));
            }
          }
        });
  }
}
