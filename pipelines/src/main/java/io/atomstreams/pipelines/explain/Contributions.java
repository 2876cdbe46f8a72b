package io.atomstreams.pipelines.explain;

import io.atomstreams.model.Attribution;
import io.atomstreams.operators.event.Explanation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What each feature added to a score, the largest first.
 *
 * @param isStored whether the job has said so itself, or it was found now
 * @param method how it was found, for example {@code tree_shap}
 * @param isExact whether that method is exact, or estimates
 * @param link the scale on which contributions add up
 * @param base what the model says of nobody in particular, on that scale
 */
public record Contributions(
    boolean isStored,
    String method,
    boolean isExact,
    Attribution.Link link,
    double base,
    List<Part> parts) {

  /**
   * One feature's.
   *
   * @param value as the model saw it; {@code NaN}: missing
   * @param probability that base and all parts up to this one, the largest first, add up to
   */
  public record Part(String feature, float value, double contribution, double probability) {}

  static Contributions of(Explanation stored) {
    return of(
        true,
        stored.method(),
        stored.exact(),
        Attribution.Link.valueOf(stored.link().toUpperCase(Locale.ROOT)),
        stored.base(),
        stored.features(),
        stored.values(),
        stored.contributions());
  }

  /**
   * Of one row.
   *
   * @param added contributions in the order of the features, the base behind them
   */
  static Contributions of(
      Attribution attribution, List<String> features, float[] row, double[] added) {
    return of(
        false,
        attribution.method(),
        attribution.isExact(),
        attribution.link(),
        added[features.size()],
        features,
        row,
        added);
  }

  private static Contributions of(
      boolean isStored,
      String method,
      boolean isExact,
      Attribution.Link link,
      double base,
      List<String> features,
      float[] values,
      double[] added) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -Math.abs(added[i])));
    List<Part> parts = new ArrayList<>();
    double sum = base;
    for (int i : order) {
      sum += added[i];
      parts.add(new Part(features.get(i), values[i], added[i], link.inverse(sum)));
    }
    return new Contributions(isStored, method, isExact, link, base, List.copyOf(parts));
  }
}
