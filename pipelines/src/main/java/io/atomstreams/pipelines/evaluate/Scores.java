package io.atomstreams.pipelines.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good predictions were, by measure, in the order in which they are shown.
 *
 * @param byMeasure NaN where a measure is not defined
 */
public record Scores(Map<String, Double> byMeasure) {

  public double of(String measure) {
    return byMeasure.getOrDefault(measure, Double.NaN);
  }

  /** Of each measure the mean. */
  static Scores mean(List<Scores> all) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String measure : all.get(0).byMeasure.keySet()) {
      means.put(measure, all.stream().mapToDouble(s -> s.of(measure)).sum() / all.size());
    }
    return new Scores(means);
  }

  /** Of each measure the standard deviation between samples; of one sample NaN. */
  static Scores deviation(List<Scores> all) {
    Map<String, Double> deviations = new LinkedHashMap<>();
    Scores mean = mean(all);
    for (String measure : all.get(0).byMeasure.keySet()) {
      double squares =
          all.stream().mapToDouble(s -> Math.pow(s.of(measure) - mean.of(measure), 2)).sum();
      deviations.put(measure, all.size() < 2 ? Double.NaN : Math.sqrt(squares / (all.size() - 1)));
    }
    return new Scores(deviations);
  }
}
