package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Does a model treat groups alike? Of each group, against all others together:
 *
 * <ul>
 *   <li>demographic parity: the share that is said yes to ({@code p >= threshold}), its difference
 *       and ratio;
 *   <li>equal opportunity: the share said yes to among the positives, its difference (Hardt, Price,
 *       Srebro 2016);
 *   <li>calibration: the mean probability against the share of positives within the group.
 * </ul>
 *
 * <p>Each with an interval (Newcombe for differences, Wilson for the share of positives), at {@code
 * 1 − alpha} for all groups and figures of a report together (Bonferroni), so that a report on
 * groups treated alike raises an alarm with a probability of at most about {@code alpha}; a run
 * judged by many reports needs an {@code alpha} divided by their number. A gap is an alarm only
 * where its whole interval lies beyond {@code tolerance}.
 *
 * <p>Exact and mergeable as {@link Evaluator} says. Cost: a map look-up and five counts per
 * outcome; 100 bytes per group; groups beyond {@code groups} are counted together as {@link
 * #OTHERS}, by the order of coming.
 */
public final class GroupFairness implements Serializable {

  /** The name of the groups that found no place of their own. */
  public static final String OTHERS = "(others)";

  private static final long serialVersionUID = 1;
  private static final int ALL = 0;
  private static final int YES = 1;
  private static final int POSITIVE = 2;
  private static final int POSITIVE_YES = 3;
  private static final int COUNTS = 4;
  private static final int FIGURES = 3;

  private final Options options;

  /**
   * The settings.
   *
   * @param threshold from which on a probability is a yes, in (0, 1)
   * @param tolerance gap that is accepted, in [0, 1)
   * @param alpha probability of a false alarm per report, in (0, 0.5)
   * @param groups how many are told apart, 2 to 1,000
   */
  public record Options(double threshold, double tolerance, double alpha, int groups)
      implements Serializable {

    public Options {
      require(threshold > 0 && threshold < 1, "threshold", threshold, "between 0 and 1");
      require(tolerance >= 0 && tolerance < 1, "tolerance", tolerance, "0 or more and below 1");
      require(alpha > 0 && alpha < 0.5, "alpha", alpha, "between 0 and 0.5");
      require(groups >= 2 && groups <= 1_000, "groups", groups, "2 to 1000");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "fairness: option %s is %s, must be %s".formatted(name, value, rule));
      }
    }
  }

  /** What was seen, by group. */
  public static final class State {
    private final TreeMap<String, Tally> groups = new TreeMap<>();
  }

  /**
   * One gap.
   *
   * @param value a difference, in [-1, 1]
   * @param alarm whether the interval lies beyond the tolerance
   */
  public record Gap(double value, Proportion.Interval interval, boolean alarm) {}

  /**
   * One group against all others.
   *
   * @param weight of its outcomes
   * @param parity difference of the shares said yes to
   * @param parityRatio their ratio, the group's over the others'
   * @param opportunity difference of the shares said yes to among positives
   * @param calibration mean probability less the share of positives
   */
  public record Group(
      String name,
      double weight,
      Gap parity,
      double parityRatio,
      Gap opportunity,
      Gap calibration) {

    public boolean alarm() {
      return parity.alarm() || opportunity.alarm() || calibration.alarm();
    }
  }

  /**
   * What was found.
   *
   * @param parityDifference greatest less least share said yes to, over groups
   * @param parityRatio least over greatest share
   * @param opportunityDifference greatest less least share said yes to among positives
   */
  public record Report(
      List<Group> groups,
      double parityDifference,
      double parityRatio,
      double opportunityDifference) {

    public boolean alarm() {
      return groups.stream().anyMatch(Group::alarm);
    }
  }

  public GroupFairness(Options options) {
    this.options = options;
  }

  public StateCodec<State> codec() {
    return states();
  }

  /** The codec of what was seen, whatever the settings. */
  public static StateCodec<State> states() {
    return new Codec();
  }

  /** Takes in an outcome of a group. */
  public void add(State state, String group, Outcome outcome) {
    double p = outcome.probability(1, 2);
    int truth = outcome.truth(2);
    long units = Tally.units(outcome.weight());
    Tally tally = tally(state, group);
    boolean yes = p >= options.threshold();
    tally.count(ALL, units);
    tally.count(YES, yes ? units : 0);
    tally.count(POSITIVE, truth * units);
    tally.count(POSITIVE_YES, yes ? truth * units : 0);
    tally.sum(0, p, units);
  }

  private Tally tally(State state, String group) {
    Tally tally = state.groups.get(group);
    if (tally != null) {
      return tally;
    }
    String name = state.groups.size() < options.groups() ? group : OTHERS;
    return state.groups.computeIfAbsent(name, unused -> new Tally(COUNTS, 1));
  }

  /** Adds what another has seen. */
  public void merge(State state, State other) {
    other.groups.forEach((name, tally) -> tally(state, name).merge(tally));
  }

  /** Compares all groups. */
  public Report report(State state) {
    Tally total = new Tally(COUNTS, 1);
    state.groups.values().forEach(total::merge);
    double z =
        Proportion.quantile(options.alpha() / (2.0 * FIGURES * Math.max(1, state.groups.size())));
    List<Group> groups = new ArrayList<>();
    state.groups.forEach((name, tally) -> groups.add(group(name, tally, total, z)));
    double[] yes = range(state, YES, ALL);
    double[] chosen = range(state, POSITIVE_YES, POSITIVE);
    return new Report(List.copyOf(groups), yes[1] - yes[0], yes[0] / yes[1], chosen[1] - chosen[0]);
  }

  private Group group(String name, Tally tally, Tally total, double z) {
    Proportion yes = share(tally, YES, ALL);
    Proportion othersYes = rest(tally, total, YES, ALL);
    Proportion chosen = share(tally, POSITIVE_YES, POSITIVE);
    Proportion positives = share(tally, POSITIVE, ALL);
    double mean = tally.total(0) / tally.weight(ALL);
    Proportion.Interval truth = positives.wilson(z);
    return new Group(
        name,
        tally.weight(ALL),
        gap(yes.rate() - othersYes.rate(), yes.minus(othersYes, z)),
        yes.rate() / othersYes.rate(),
        gap(
            chosen.rate() - rest(tally, total, POSITIVE_YES, POSITIVE).rate(),
            chosen.minus(rest(tally, total, POSITIVE_YES, POSITIVE), z)),
        gap(
            mean - positives.rate(),
            new Proportion.Interval(mean - truth.high(), mean - truth.low())));
  }

  private Gap gap(double value, Proportion.Interval interval) {
    boolean alarm = interval.low() > options.tolerance() || interval.high() < -options.tolerance();
    return new Gap(value, interval, alarm);
  }

  private static Proportion share(Tally tally, int hits, int all) {
    return new Proportion(tally.weight(hits), tally.weight(all));
  }

  private static Proportion rest(Tally tally, Tally total, int hits, int all) {
    return new Proportion(
        total.weight(hits) - tally.weight(hits), total.weight(all) - tally.weight(all));
  }

  private static double[] range(State state, int hits, int all) {
    double least = Double.NaN;
    double most = Double.NaN;
    for (Tally tally : state.groups.values()) {
      if (tally.counts[all] > 0) {
        double rate = share(tally, hits, all).rate();
        least = Double.isNaN(least) ? rate : Math.min(least, rate);
        most = Double.isNaN(most) ? rate : Math.max(most, rate);
      }
    }
    return new double[] {least, most};
  }

  private static final class Codec implements StateCodec<State> {

    private static final long serialVersionUID = 1;

    @Override
    public String id() {
      return "evaluation-fairness";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      return new State();
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, state.groups.size());
      for (Map.Entry<String, Tally> entry : state.groups.entrySet()) {
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        Varint.writeUnsigned(out, name.length);
        out.write(name);
        entry.getValue().write(out);
      }
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = new State();
      long count = Varint.readUnsigned(in);
      for (long i = 0; i < count; i++) {
        byte[] name = new byte[(int) Varint.readUnsigned(in)];
        in.readFully(name);
        state.groups.put(new String(name, StandardCharsets.UTF_8), Tally.read(in, COUNTS, 1));
      }
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = new State();
      state.groups.forEach((name, tally) -> copy.groups.put(name, tally.copy()));
      return copy;
    }
  }
}
