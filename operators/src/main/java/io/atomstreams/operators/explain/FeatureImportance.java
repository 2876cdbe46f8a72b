package io.atomstreams.operators.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which features matter to a model lately: the weighted mean of the absolute contribution of each
 * feature over the predictions explained, {@code Σ w |cᵢ| / Σ w} with {@code w = 2^(−age /
 * half-life)} and the age by event time, or {@code w = 1} without a half-life.
 *
 * <p>Sums are kept as of the latest event time seen, so that none overflows; an explanation that
 * comes late counts as old as it is. Two that saw different predictions merge into what one would
 * hold that saw both. In which order explanations come and are merged changes the last digits only.
 *
 * <p>A feature's cost is one multiplication and addition per explanation, and a double of memory.
 * For one thread.
 */
public final class FeatureImportance {

  private static final long NEVER = Long.MIN_VALUE;

  private final List<String> features;
  private final long halfLifeMs;
  private final double[] sums;
  private double weight;
  private long count;
  private long asOf = NEVER;

  /**
   * One feature's place.
   *
   * @param rank from 1; equals stand in the order of the features
   * @param importance mean absolute contribution, 0 or more, on the scale of the contributions
   * @param share of the sum over all features, in [0, 1]; 0 where all are 0
   */
  public record Ranked(int rank, String feature, double importance, double share) {}

  /**
   * All that has been seen, as plain values.
   *
   * @param halfLifeMs 0 for no decay
   * @param sums Σ w |cᵢ| per feature, as of {@code asOf}
   * @param weight Σ w, as of {@code asOf}
   * @param count explanations seen
   * @param asOf latest event time seen, ms UTC; without meaning while {@code count} is 0
   */
  public record Snapshot(
      List<String> features,
      long halfLifeMs,
      double[] sums,
      double weight,
      long count,
      long asOf) {}

  /**
   * Begins empty.
   *
   * @param features the names, in the order of the contributions
   * @param halfLifeMs after how much event time an explanation counts half, in ms; 0 for no decay
   */
  public FeatureImportance(List<String> features, long halfLifeMs) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("feature importance: there are no features");
    }
    if (halfLifeMs < 0) {
      throw new IllegalArgumentException(
          "feature importance: a half-life of %d ms is below 0; 0 means no decay"
              .formatted(halfLifeMs));
    }
    this.features = List.copyOf(features);
    this.halfLifeMs = halfLifeMs;
    this.sums = new double[features.size()];
  }

  /** Goes on from a {@link #snapshot}. */
  public static FeatureImportance of(Snapshot snapshot) {
    FeatureImportance importance =
        new FeatureImportance(snapshot.features(), snapshot.halfLifeMs());
    if (snapshot.sums().length != importance.sums.length) {
      throw new IllegalArgumentException(
          "feature importance: %d features need as many sums, not %d"
              .formatted(importance.sums.length, snapshot.sums().length));
    }
    System.arraycopy(snapshot.sums(), 0, importance.sums, 0, importance.sums.length);
    importance.weight = snapshot.weight();
    importance.count = snapshot.count();
    importance.asOf = snapshot.count() == 0 ? NEVER : snapshot.asOf();
    return importance;
  }

  /**
   * Takes one explanation in.
   *
   * @param contributions one per feature from {@code from} on; what follows is not read
   * @param eventTime of the prediction, ms UTC
   * @throws IllegalArgumentException if a contribution is not finite; nothing is taken then
   */
  public void add(double[] contributions, int from, long eventTime) {
    for (int i = 0; i < sums.length; i++) {
      if (!Double.isFinite(contributions[from + i])) {
        throw new IllegalArgumentException(
            "feature importance: the contribution of %s is %s; it must be finite"
                .formatted(features.get(i), contributions[from + i]));
      }
    }
    advance(eventTime);
    double own = decay(asOf - eventTime);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += own * Math.abs(contributions[from + i]);
    }
    weight += own;
    count++;
  }

  /**
   * Takes in all that another has seen, which must not overlap with this one's.
   *
   * @throws IllegalArgumentException if it has other features or another half-life
   */
  public void merge(FeatureImportance other) {
    if (!other.features.equals(features) || other.halfLifeMs != halfLifeMs) {
      throw new IllegalArgumentException(
          "feature importance: %s with a half-life of %d ms cannot take in %s with %d ms"
              .formatted(features, halfLifeMs, other.features, other.halfLifeMs));
    }
    if (other.count == 0) {
      return;
    }
    advance(other.asOf);
    double theirs = decay(asOf - other.asOf);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += theirs * other.sums[i];
    }
    weight += theirs * other.weight;
    count += other.count;
  }

  private void advance(long eventTime) {
    if (asOf != NEVER && eventTime <= asOf) {
      return;
    }
    if (asOf != NEVER) {
      double factor = decay(eventTime - asOf);
      for (int i = 0; i < sums.length; i++) {
        sums[i] *= factor;
      }
      weight *= factor;
    }
    asOf = eventTime;
  }

  private double decay(long age) {
    return halfLifeMs == 0 ? 1 : StrictMath.pow(2, -(double) age / halfLifeMs);
  }

  /** How many explanations were taken in, without decay. */
  public long count() {
    return count;
  }

  /**
   * The most important features.
   *
   * @param most at most so many, 0 or more
   * @return in descending order; empty if nothing has been taken in
   */
  public List<Ranked> top(int most) {
    if (!(weight > 0)) {
      return List.of();
    }
    List<Integer> order = new ArrayList<>();
    double total = 0;
    for (int i = 0; i < sums.length; i++) {
      order.add(i);
      total += sums[i];
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -sums[i]));
    List<Ranked> ranked = new ArrayList<>();
    for (int i : order.subList(0, Math.min(most, sums.length))) {
      double share = total == 0 ? 0 : sums[i] / total;
      ranked.add(new Ranked(ranked.size() + 1, features.get(i), sums[i] / weight, share));
    }
    return List.copyOf(ranked);
  }

  /** All that has been seen, sharing nothing with this object. */
  public Snapshot snapshot() {
    return new Snapshot(features, halfLifeMs, sums.clone(), weight, count, count == 0 ? 0 : asOf);
  }
}
