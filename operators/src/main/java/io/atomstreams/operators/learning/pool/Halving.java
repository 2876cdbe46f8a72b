package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.evidence.BoundedMean;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.pool.PoolEvent.Kind;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Searches settings while it learns: successive halving (Jamieson and Talwalkar 2016; Li et al.,
 * Hyperband, 2018) on prequential loss, again and again.
 *
 * <pre>
 *   population ──rung examples──► half ──2 rung──► a quarter ──4 rung──► … ──► refilled, from the start
 * </pre>
 *
 * <p>All that are alive predict each example, then learn it. The pool predicts their mean, weighted
 * as in {@link Hedge}, so newcomers count as soon as they are good and a change of what is best is
 * followed. At the end of a rung the half with the greater mean loss in it is dropped; what is
 * worse than the best on evidence ({@link BoundedMean}, at any time, α shared among the others) is
 * dropped at once, and the best gives way only to one that is better on evidence; what newcomers
 * lose in the first rung, while they have learned little, is forgotten with it. After the last rung
 * the places are filled anew, every second one near a survivor (a mutation), the others at random:
 * so what was best yesterday can be found again elsewhere tomorrow. All that happens to a
 * configuration is told by {@link HalvingState#takeEvents}.
 *
 * <p>Budget: with p in the population and r rungs an example costs on average {@code p r / (2^r −
 * 1)} learning steps if nothing is refuted, and less otherwise; p at most.
 */
public final class Halving implements Learner<HalvingState> {

  private static final long serialVersionUID = 1;

  /** How often evidence is looked at, in examples; it may be at any time. */
  private static final int LOOK_EVERY = 32;

  private final Schema schema;
  private final Options options;
  private final Space space;
  private final Parser parse;

  /** Makes a learner of its text. */
  public interface Parser extends BiFunction<String, Schema, Learner<?>>, Serializable {}

  /**
   * What is set.
   *
   * @param search the settings to be searched, {@code name(key=low..high~log;key=a/b)}
   * @param population configurations at the start, 4 to 256
   * @param rung examples of the first rung, 16 or more
   * @param rungs 1 to 8, so that at least one is left in the last: {@code population ≥ 2^(rungs−1)}
   * @param alpha probability that one which is no worse is ever refuted before places are filled
   *     anew, in (0, 1)
   * @param share of all weight that is shared out anew with each example, in [0, 1)
   * @param seed of what is drawn
   */
  public record Options(
      String search, int population, int rung, int rungs, double alpha, double share, long seed)
      implements Serializable {

    public Options {
      require(!search.isEmpty(), "search", search, "name(key=low..high;key=low..high~log)");
      require(population >= 4 && population <= 256, "population", population, "4 to 256");
      require(rung >= 16, "rung", rung, "16 or more");
      require(
          rungs >= 1 && rungs <= 8 && population >= 1 << (rungs - 1),
          "rungs",
          rungs,
          "1 to 8, with a population of 2^(rungs-1) or more");
      require(alpha > 0 && alpha < 1, "alpha", alpha, "above 0 and below 1");
      require(share >= 0 && share < 1, "share", share, "0 to below 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "halving: option " + name + " is " + value + ", must be " + rule);
      }
    }

    /**
     * Reads the options by their names.
     *
     * @param otherwise what is searched if nothing is named
     */
    public static Options of(io.atomstreams.operators.state.Options given, String otherwise) {
      return new Options(
          given.text("search", otherwise),
          Math.toIntExact(given.whole("population", 16)),
          Math.toIntExact(given.whole("rung", 500)),
          Math.toIntExact(given.whole("rungs", 4)),
          given.number("alpha", 0.05),
          given.number("share", 0.001),
          given.whole("seed", 1));
    }
  }

  /** A search whose learners are made by {@code parse}. */
  public Halving(Schema schema, Options options, Parser parse) {
    this.schema = schema;
    this.options = options;
    this.parse = parse;
    try {
      this.space = Space.parse(options.search);
      learner(space.drawn(new CounterRandom(0)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "halving: option search is '%s': %s".formatted(options.search, e.getMessage()), e);
    }
  }

  Space space() {
    return space;
  }

  Learner<?> learner(double[] genes) {
    return parse.apply(space.at(genes), schema);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<HalvingState> codec() {
    return new HalvingCodec(this);
  }

  HalvingState begin() {
    HalvingState state =
        new HalvingState(
            new CounterRandom(options.seed), Weights.equal(0), new Losses(schema.target()));
    fill(state);
    state.weights = Weights.equal(options.population);
    return state;
  }

  @Override
  public void predict(HalvingState state, double[] row, double[] out) {
    double[] single = state.prediction(out.length);
    Arrays.fill(out, 0);
    for (int i = 0; i < state.racers.size(); i++) {
      state.racers.get(i).member().predict(row, single);
      state.weights.mix(i, single, out);
    }
    Weights.bound(schema.target(), out);
  }

  @Override
  public void learn(HalvingState state, double[] row, double target, double weight) {
    compare(state, row, target, weight);
    for (Racer racer : state.racers) {
      racer.member().learn(row, target, weight);
    }
    state.steps += state.racers.size();
    state.examples++;
    state.inRung++;
    if (state.inRung % LOOK_EVERY == 0) {
      judge(state);
    }
    if (state.inRung >= (long) options.rung << state.rung) {
      endRung(state);
    }
  }

  private void compare(HalvingState state, double[] row, double target, double weight) {
    double[] single = state.prediction(schema.target().outputs());
    double[] losses = new double[state.racers.size()];
    double[] bounded = new double[losses.length];
    state.losses.see(target);
    for (int i = 0; i < losses.length; i++) {
      state.racers.get(i).member().predict(row, single);
      losses[i] = weight * state.losses.of(single, target);
      bounded[i] = state.losses.unit(single, target);
    }
    state.weights.update(losses, state.losses.rate(), options.share);
    for (int i = 0; i < losses.length; i++) {
      Racer racer = state.racers.get(i);
      racer.tried(bounded[i]);
      if (i != state.best) {
        racer.evidence().add(bounded[state.best] - bounded[i]);
      }
    }
  }

  /** Differences of losses in [0, 1]; sharpest at a tenth of a loss in a rung. */
  private BoundedMean test(double alpha) {
    return new BoundedMean(2, 0.01 * options.rung, alpha);
  }

  private void judge(HalvingState state) {
    double alpha = options.alpha / Math.max(2, 2 * (state.racers.size() - 1));
    BoundedMean test = test(alpha);
    for (int i = 0; i < state.racers.size(); i++) {
      if (i != state.best && test.isAbove(state.racers.get(i).evidence(), 0, alpha)) {
        promote(state, i);
        return;
      }
    }
    for (int i = state.racers.size() - 1; i >= 0; i--) {
      if (i != state.best && test.isBelow(state.racers.get(i).evidence(), 0, alpha)) {
        tell(state, Kind.REFUTED, i, evidence(state.racers.get(i)));
        state.remove(i);
      }
    }
  }

  private void promote(HalvingState state, int racer) {
    tell(state, Kind.PROMOTED, racer, evidence(state.racers.get(racer)));
    state.best = racer;
    state.racers.forEach(Racer::forgetEvidence);
  }

  private static String evidence(Racer racer) {
    return String.format(
        Locale.ROOT,
        "loss lower than the best one's by %.6g on %d examples",
        racer.evidence().mean(),
        racer.evidence().count());
  }

  private void endRung(HalvingState state) {
    state.rung++;
    if (state.rung == options.rungs) {
      state.rung = 0;
      fill(state);
    } else {
      dropDownTo(state, Math.max(1, options.population >> state.rung));
    }
    state.inRung = 0;
    state.racers.forEach(Racer::beginRung);
    if (state.rung <= 1) {
      state.racers.forEach(Racer::forgetEvidence);
    }
  }

  private void dropDownTo(HalvingState state, int most) {
    while (state.racers.size() > most) {
      int worst =
          IntStream.range(0, state.racers.size())
              .filter(i -> i != state.best)
              .boxed()
              .max(Comparator.comparingDouble(i -> state.racers.get(i).meanLoss()))
              .orElseThrow();
      tell(
          state,
          Kind.DROPPED,
          worst,
          String.format(
              Locale.ROOT,
              "loss %.6g in the rung, the best one's %.6g",
              state.racers.get(worst).meanLoss(),
              state.racers.get(state.best).meanLoss()));
      state.remove(worst);
    }
  }

  private void fill(HalvingState state) {
    int survivors = state.racers.size();
    while (state.racers.size() < options.population) {
      int place = state.racers.size();
      boolean isMutation = survivors > 0 && place % 2 == 0;
      Racer parent = isMutation ? state.racers.get(state.random.nextInt(survivors)) : null;
      double[] genes =
          isMutation ? space.mutated(parent.genes(), state.random) : space.drawn(state.random);
      state.born++;
      state.racers.add(new Racer(state.born, genes, Member.begin(learner(genes))));
      state.weights.add(0.1 / options.population);
      tell(
          state, Kind.BORN, place, isMutation ? "a mutation of " + parent.id() : "drawn at random");
    }
  }

  private void tell(HalvingState state, Kind kind, int racer, String reason) {
    Racer of = state.racers.get(racer);
    state.happened(new PoolEvent(state.examples, kind, of.id(), space.at(of.genes()), reason));
  }

  /** The text of the best configuration now. */
  public String best(HalvingState state) {
    return space.at(state.racers.get(state.best).genes());
  }

  @Override
  public long memoryBytes(HalvingState state) {
    return 256
        + state.events.size() * 300L
        + state.racers.stream().mapToLong(racer -> 160 + racer.member().memoryBytes()).sum();
  }

  @Override
  public void predictAsPublished(HalvingState state, double[] row, double[] out) {
    double[] single = state.prediction(out.length);
    Arrays.fill(out, 0);
    for (int i = 0; i < state.racers.size(); i++) {
      state.racers.get(i).member().predictAsPublished(row, single);
      state.weights.mix(i, single, out);
    }
    Weights.bound(schema.target(), out);
  }

  /** As {@link Hedge#publish}. */
  @Override
  public Optional<LearnedModel> publish(HalvingState state) {
    List<Member<?>> members = state.racers.stream().<Member<?>>map(Racer::member).toList();
    double[] weights = new double[members.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = state.weights.of(i);
    }
    return Mixture.published(schema.target(), members, weights);
  }
}
