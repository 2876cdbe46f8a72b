package io.atomstreams.operators.learning.cluster;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * k-means, row by row: the nearest centre goes {@code v / n} of the way to a row of weight {@code
 * v} (MacQueen 1967), {@code n} the weight of the rows that came to it, of which each new row lets
 * {@code 1 / memory} be forgotten; so centres follow what drifts. Distances are in deviations of
 * each number; a category counts 1 at most; what is missing counts nothing and moves nothing.
 *
 * <p>The first rows become centres, wherever they lie. What that gets wrong is put right as rows
 * come: where joining two groups would cost less than {@link #WORTH} of the squared distances of
 * the worst group, in the sense of Ward (1963), they are joined under the id of the heavier one,
 * and the next row that is further than the mean from the worst group's centre begins a new group
 * with a new id. Between two such changes there are at least {@code memory / 10} rows. Groups that
 * live on keep their ids wherever they move.
 *
 * <p>States are merged by joining the nearest groups until {@code k} are left; those of the first
 * state keep their ids.
 *
 * <p>Cost: {@code k} distances a row, {@code k²} of them after the pause. Memory: {@code 8 k} bytes
 * for each number or level.
 */
public final class OnlineKMeans implements Clusterer<KMeansState> {

  /** What joining may cost, as a share of the worst group's squared distances. */
  static final double WORTH = 0.1;

  private static final long serialVersionUID = 1;
  private static final int MOST_GROUPS = 1_000;

  private static final int HEADERS = 400;
  private static final int PAUSES = 10;

  /**
   * How it groups.
   *
   * @param k the most groups there are, 1 to 1000
   * @param memory after how many rows one is worth {@code 1/e} of a new one, 10 or more
   */
  public record Options(int k, double memory) implements Serializable {

    public Options {
      if (k < 1 || k > MOST_GROUPS) {
        throw new IllegalArgumentException(
            "option k is %d, must be 1 to %d".formatted(k, MOST_GROUPS));
      }
      if (!(memory >= 10) || Double.isInfinite(memory)) {
        throw new IllegalArgumentException(
            "option memory is %s, must be 10 or more".formatted(memory));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(
          (int) Math.max(-1, Math.min(Integer.MAX_VALUE, options.whole("k", 8))),
          options.number("memory", 10_000));
    }
  }

  /** The nearest group and how far it is, squared. */
  private record Nearest(Group group, double distance) {}

  private final List<Attribute> attributes;
  private final Options options;
  private final RowEncoder encoder;

  public OnlineKMeans(List<Attribute> attributes, Options options) {
    this.attributes = List.copyOf(attributes);
    this.options = options;
    this.encoder =
        new RowEncoder(
            new Schema(attributes, Target.number()), new RowEncoder.Options(true, false, 1));
  }

  @Override
  public List<Attribute> attributes() {
    return attributes;
  }

  RowEncoder encoder() {
    return encoder;
  }

  @Override
  public StateCodec<KMeansState> codec() {
    return new KMeansCodec(this);
  }

  @Override
  public long assign(KMeansState state, double[] row) {
    return state.groups.isEmpty() ? -1 : nearest(state, row).group().id;
  }

  @Override
  public long[] ids(KMeansState state) {
    return state.groups.stream().mapToLong(group -> group.id).toArray();
  }

  private Nearest nearest(KMeansState state, double[] row) {
    Group nearest = null;
    double least = Double.POSITIVE_INFINITY;
    for (Group group : state.groups) {
      double distance = distance(state.scaler, group.centre, row);
      if (nearest == null || distance < least) {
        nearest = group;
        least = distance;
      }
    }
    return new Nearest(nearest, least);
  }

  private double distance(OnlineScaler scaler, double[] centre, double[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      int at = encoder.coordinate(i);
      int levels = attributes.get(i).levels();
      if (levels == 0 && !Double.isNaN(row[i])) {
        double apart = (OnlineScaler.bounded(row[i]) - centre[at]) / encoder.scale(scaler, i);
        sum += apart * apart;
      } else if (RowEncoder.isLevel(row[i], levels)) {
        for (int level = 0; level < levels; level++) {
          double apart = (level == (int) row[i] ? 1 : 0) - centre[at + level];
          sum += apart * apart / 2;
        }
      }
    }
    return sum;
  }

  @Override
  public void learn(KMeansState state, double[] row, double weight) {
    encoder.learn(state.scaler, row, weight);
    state.quiet++;
    for (Group group : state.groups) {
      group.weight *= 1 - 1 / options.memory();
      group.error *= 1 - 1 / options.memory();
    }
    if (state.groups.isEmpty()) {
      begin(state, row, weight);
      return;
    }
    Nearest nearest = nearest(state, row);
    if (state.groups.size() < options.k() && isNew(state, nearest)) {
      begin(state, row, weight);
      return;
    }
    nearest.group().weight += weight;
    nearest.group().error += weight * nearest.distance();
    move(nearest.group(), row, weight / nearest.group().weight);
    if (state.groups.size() == options.k() && state.quiet * PAUSES >= options.memory()) {
      state.quiet = 0;
      joinIfWorthIt(state);
    }
  }

  /** Whether a row is far enough from its group to begin one, where there is room. */
  private boolean isNew(KMeansState state, Nearest nearest) {
    Group worst = worst(state);
    double mean = nearest.group().error / nearest.group().weight;
    return nearest.distance() > 0
        && (state.next < options.k()
            || (nearest.group().id == worst.id && nearest.distance() > mean));
  }

  private static Group worst(KMeansState state) {
    Group worst = state.groups.get(0);
    for (Group group : state.groups) {
      worst = group.error > worst.error ? group : worst;
    }
    return worst;
  }

  private void begin(KMeansState state, double[] row, double weight) {
    double[] centre = new double[encoder.width() - 1];
    for (int i = 0; i < row.length; i++) {
      int levels = attributes.get(i).levels();
      for (int level = 0; level < levels; level++) {
        centre[encoder.coordinate(i) + level] = 1.0 / levels;
      }
      if (levels == 0) {
        centre[encoder.coordinate(i)] = encoder.mean(state.scaler, i);
      }
    }
    Group group = new Group(state.next++, weight, 0, centre);
    move(group, row, 1);
    state.groups.add(group);
  }

  private void move(Group group, double[] row, double share) {
    for (int i = 0; i < row.length; i++) {
      int at = encoder.coordinate(i);
      int levels = attributes.get(i).levels();
      if (levels == 0 && !Double.isNaN(row[i])) {
        group.centre[at] += share * (OnlineScaler.bounded(row[i]) - group.centre[at]);
      } else if (RowEncoder.isLevel(row[i], levels)) {
        for (int level = 0; level < levels; level++) {
          double there = level == (int) row[i] ? 1 : 0;
          group.centre[at + level] += share * (there - group.centre[at + level]);
        }
      }
    }
  }

  private void joinIfWorthIt(KMeansState state) {
    Group worst = worst(state);
    join(state, WORTH * worst.error, worst);
  }

  /** Joins the two groups whose joining costs least, if less than so much. */
  private void join(KMeansState state, double most, Group spared) {
    double least = most;
    Group one = null;
    Group other = null;
    for (int i = 0; i < state.groups.size(); i++) {
      for (int j = i + 1; j < state.groups.size(); j++) {
        Group a = state.groups.get(i);
        Group b = state.groups.get(j);
        double cost = a == spared || b == spared ? most : cost(state.scaler, a, b);
        if (cost < least) {
          least = cost;
          one = a;
          other = b;
        }
      }
    }
    if (one == null) {
      return;
    }
    boolean first = spared == null || one.weight >= other.weight;
    (first ? one : other).take(first ? other : one, least);
    state.groups.remove(first ? other : one);
  }

  private double cost(OnlineScaler scaler, Group a, Group b) {
    double sum = 0;
    for (int i = 0; i < attributes.size(); i++) {
      int at = encoder.coordinate(i);
      int levels = attributes.get(i).levels();
      for (int k = at; k < at + Math.max(1, levels); k++) {
        double apart = (a.centre[k] - b.centre[k]) / encoder.scale(scaler, i);
        sum += levels == 0 ? apart * apart : apart * apart / 2;
      }
    }
    double total = a.weight + b.weight;
    return total > 0 ? sum * (a.weight * (b.weight / total)) : 0;
  }

  @Override
  public Optional<KMeansState> merge(List<KMeansState> states) {
    if (states.isEmpty()) {
      return Optional.empty();
    }
    KMeansState merged = states.get(0).copy();
    for (KMeansState other : states.subList(1, states.size())) {
      merged.scaler.add(other.scaler);
      other.groups.forEach(group -> merged.groups.add(group.copy(merged.next++)));
    }
    while (merged.groups.size() > options.k()) {
      join(merged, Double.POSITIVE_INFINITY, null);
    }
    return Optional.of(merged);
  }

  @Override
  public long memoryBytes(KMeansState state) {
    long each = 100 + (long) Double.BYTES * encoder.width();
    return HEADERS + state.scaler.memoryBytes() + each * state.groups.size();
  }
}
