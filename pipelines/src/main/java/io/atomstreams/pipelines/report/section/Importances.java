package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.pipelines.report.html.Bars;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which features matter to each version, and the predictions that stood out furthest. */
final class Importances implements Section {

  private static final int MOST_RANKINGS = 500;
  private static final int MOST_EXPLANATIONS = 3;
  private static final int FEATURES = 6;

  /** The furthest from what the model says of nobody in particular; among equals by id. */
  private static final Comparator<Explanation> FURTHEST =
      Comparator.comparingDouble(Importances::distance).reversed().thenComparing(Explanation::id);

  private final Map<String, Map<Integer, Importance>> rankings = new TreeMap<>();
  private final TreeSet<Explanation> explanations = new TreeSet<>(FURTHEST);
  private long explained;

  private static double distance(Explanation explanation) {
    double sum = 0;
    for (double contribution : explanation.contributions()) {
      sum += contribution;
    }
    return Math.abs(sum);
  }

  @Override
  public String id() {
    return "importance";
  }

  @Override
  public String title() {
    return "Why models say so";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof Importance ranking) {
      String of = ranking.scorer() + " · " + ranking.modelVersion();
      if (rankings.containsKey(of) || rankings.size() < MOST_RANKINGS) {
        rankings
            .computeIfAbsent(of, unused -> new TreeMap<>())
            .merge(ranking.subtask(), ranking, Importances::later);
      }
    } else if (sighting.value() instanceof Explanation explanation) {
      explained++;
      explanations.add(explanation);
      if (explanations.size() > MOST_EXPLANATIONS) {
        explanations.pollLast();
      }
    }
  }

  private static Importance later(Importance one, Importance other) {
    Comparator<Importance> order =
        Comparator.comparingLong(Importance::asOf)
            .thenComparingLong(Importance::explanations)
            .thenComparing(Importance::id);
    return order.compare(one, other) >= 0 ? one : other;
  }

  @Override
  public void write(Markup page) {
    if (rankings.isEmpty() && explanations.isEmpty()) {
      Figure.absent(page, "No prediction was explained in this range.");
      return;
    }
    page.open("div", "class", "figures");
    rankings.forEach((of, parts) -> write(page, of, parts));
    page.closeLine();
    if (!explanations.isEmpty()) {
      page.element("h3", "Predictions that were moved furthest");
      page.element(
          "p",
          "%s of %s, each with what added most to its score (grey: took from it), on the scale named."
              .formatted(
                  Numerals.count(explanations.size()), Numerals.of(explained, "explanation")),
          "class",
          "lead");
      page.open("div", "class", "figures");
      explanations.forEach(explanation -> write(page, explanation));
      page.closeLine();
    }
  }

  private static void write(Markup page, String of, Map<Integer, Importance> parts) {
    long all = parts.values().stream().mapToLong(Importance::explanations).sum();
    Figure.open(
        page,
        of,
        "mean share of what moved the score, over %s explanations".formatted(Numerals.count(all)));
    Bars bars = new Bars("Importance of features to " + of);
    shares(parts, all).entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .forEach(
            entry ->
                bars.add(entry.getKey(), entry.getValue(), Numerals.percent(entry.getValue())));
    bars.write(page);
    page.closeLine();
  }

  /** Subtasks weighted by how many explanations they have seen. */
  private static Map<String, Double> shares(Map<Integer, Importance> parts, long all) {
    Map<String, Double> shares = new TreeMap<>();
    for (Importance part : parts.values()) {
      double weight = all == 0 ? 0 : (double) part.explanations() / all;
      part.features()
          .forEach(each -> shares.merge(each.name(), weight * each.share(), Double::sum));
    }
    return shares;
  }

  private static void write(Markup page, Explanation of) {
    Figure.open(
        page,
        "%s: %s".formatted(of.entity(), Numerals.percent(of.probability())),
        "said by %s, %s; scale: %s".formatted(of.scorer(), of.modelVersion(), of.link()));
    Bars bars = new Bars("What moved the score of " + of.entity());
    IntStream.range(0, of.contributions().length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> -Math.abs(of.contributions()[i]))
                .thenComparing(Comparator.naturalOrder()))
        .limit(FEATURES)
        .forEach(
            i ->
                bars.add(
                    "%s = %s".formatted(of.features().get(i), Numerals.brief(of.values()[i])),
                    of.contributions()[i],
                    signed(of.contributions()[i])));
    bars.write(page);
    page.closeLine();
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + Numerals.fixed(value, 2);
  }

  @Override
  public void tell(ObjectNode json) {
    json.put("explanations", explained);
    rankings.forEach(
        (of, parts) -> {
          long all = parts.values().stream().mapToLong(Importance::explanations).sum();
          ObjectNode node = json.putObject(of);
          shares(parts, all).forEach((name, share) -> node.put(name, Tiles.finite(share)));
        });
  }
}
