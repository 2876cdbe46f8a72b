package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tests a learner with each example, then lets it learn it (prequential evaluation: Gama,
 * Sebastião, Rodrigues, "On evaluating stream learning algorithms", Machine Learning 2013), and
 * cuts a version at multiples of an interval of event time, wherever examples came since the last.
 *
 * <p>Corrections: a learner that cannot take back what it has learned is given each question's
 * first answer, and people's. Tested is the first answer only: of a later one the learner knows the
 * row.
 *
 * <p>A calibrator is tested, then learns, with what the learner said of each tested example.
 *
 * <p>A detector that resets the learner runs here, whatever loss it watches, since an example
 * brings everything along: so a reset comes at the same example in every run.
 *
 * @param <S> what the learner knows
 */
public final class LearningFold<S> implements Fold<Learned<S>, Example, Lesson> {

  /** Of examples of one time. */
  static final Comparator<Example> ORDER =
      Comparator.comparing(Example::id)
          .thenComparing(Example::kind)
          .thenComparing(Example::target)
          .thenComparing(Example::weight);

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Options options;
  private final Learner<S> learner;
  private final Inquiry inquiry;

  /**
   * Which examples are learned, and what becomes of it.
   *
   * @param id the learner's
   * @param label whose examples it learns
   * @param listHash of the feature list whose vectors it takes
   * @param publishEvery ms, above 0
   * @param atLeast examples that a shard must have learned before its first version
   * @param shards learn apart, each from its share of the questions, and are merged in a version; 1
   *     or more, more only of a learner that can be merged
   */
  public record Options(
      String id,
      String label,
      String listHash,
      LearnerSpec spec,
      long publishEvery,
      long atLeast,
      int shards,
      Segments segments)
      implements Serializable {

    public Options {
      if (publishEvery <= 0) {
        throw new IllegalArgumentException(
            "learner %s: publishEvery is %d ms, must be longer than 0".formatted(id, publishEvery));
      }
      if (shards > 1) {
        requireMerging(id, spec.learner());
      }
      boolean resets =
          spec.watches().stream().anyMatch(w -> w.actions().contains(Watch.Action.RESET_LEARNER));
      if (shards > 1 && resets) {
        throw new IllegalArgumentException(
            "learner %s: a detector resets it, and each of its %d shards would see another drift; set shards to 1"
                .formatted(id, shards));
      }
    }

    private static <S> void requireMerging(String id, Learner<S> learner) {
      if (learner.merge(List.of(learner.codec().create())).isEmpty()) {
        throw new IllegalArgumentException(
            "learner %s: its shards cannot be merged; set shards to 1".formatted(id));
      }
    }
  }

  private LearningFold(Options options, Learner<S> learner) {
    this.options = options;
    this.learner = learner;
    this.inquiry = new Inquiry(options.listHash(), options.spec().features(), options.segments());
  }

  public static LearningFold<?> of(Options options) {
    return of(options, options.spec().learner());
  }

  private static <S> LearningFold<S> of(Options options, Learner<S> learner) {
    return new LearningFold<>(options, learner);
  }

  @Override
  public StateCodec<Learned<S>> codec() {
    return options.spec().codec(learner);
  }

  @Override
  public long time(Example example) {
    return example.ts();
  }

  @Override
  public Comparator<Example> ties() {
    return ORDER;
  }

  @Override
  public void add(Learned<S> learned, Example example, Consumer<Lesson> out) {
    boolean first = learned.firsts.isFirst(example);
    takenBack(learned, example);
    if (learned.begunAt == NEVER) {
      learned.begunAt = example.ts();
    }
    boolean takesIt = learner.retracts() || first || example.kind() == Example.Kind.FEEDBACK;
    if (!takesIt || !isUsable(example) || isForgotten(learned, example)) {
      learned.skipped++;
      return;
    }
    learned.shard = shard(example);
    double[] row = row(example.vector());
    if (first) {
      test(learned, example, row, out);
    }
    learner.learn(learned.state, row, example.target(), example.weight());
    learned.account =
        learned.account.learned(example.ts(), example.target() == 1, example.weight());
    learned.keepRow(example.vector());
    if (learned.due == NEVER && learned.account.learned() >= options.atLeast()) {
      learned.due =
          (Math.floorDiv(example.ts(), options.publishEvery()) + 1) * options.publishEvery();
    }
  }

  /**
   * What was learned before all was forgotten is not there to be taken back. A vector of before
   * that was first answered since stays in: nothing tells it from the others.
   */
  private boolean isForgotten(Learned<S> learned, Example example) {
    return example.weight() < 0 && example.asOf() < learned.begunAt;
  }

  private void takenBack(Learned<S> learned, Example example) {
    if (example.kind() != Example.Kind.RETRACTED || !isUsable(example)) {
      return;
    }
    for (Watch watch : options.spec().watches()) {
      boolean isWatched =
          watch.of().equals(options.id()) || !Double.isNaN(watch.servedProbability(example));
      if (isWatched) {
        learned.watched.get(watch.id()).takenBack(inquiry, example);
      }
    }
  }

  private boolean isUsable(Example example) {
    return example.listHash().equals(options.listHash())
        && example.vector().length == options.spec().attributes().size()
        && (example.target() == 0 || example.target() == 1);
  }

  private static double[] row(float[] vector) {
    double[] row = new double[vector.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = vector[i];
    }
    return row;
  }

  private void test(Learned<S> learned, Example example, double[] row, Consumer<Lesson> out) {
    double[] said = new double[2];
    learner.predict(learned.state, row, said);
    double probability = said[1];
    learned.account = learned.account.tested(probability, example.target() == 1);
    new Said(options.id(), Judged.LIVE, null, probability)
        .judge(example, 1, options.segments(), out);
    if (learned.calibration != null && probability >= 0 && probability <= 1) {
      new Said(options.id(), Judged.CALIBRATED, null, learned.calibration.of(probability))
          .judge(example, 1, options.segments(), out);
      learned.calibration.learn(probability, example.target() == 1);
    }
    for (Watch watch : options.spec().watches()) {
      watch(learned, watch, probability, example, out);
    }
  }

  private void watch(
      Learned<S> learned, Watch watch, double own, Example example, Consumer<Lesson> out) {
    boolean ofItself = watch.of().equals(options.id());
    double probability = ofItself ? own : watch.servedProbability(example);
    if (Double.isNaN(probability)) {
      return;
    }
    Optional<Drift> drift =
        learned.watched.get(watch.id()).update(watch, inquiry, probability, example);
    if (drift.isEmpty()) {
      return;
    }
    if (ofItself) {
      out.accept(new Alarm(drift.get()));
    }
    if (drift.get().actions().contains(Watch.Action.RESET_LEARNER.word())) {
      reset(learned, example.ts());
    }
  }

  /** Forgets what was learned; the next version is of what comes from here on. */
  private void reset(Learned<S> learned, long at) {
    Learned<S> begun = codec().create();
    learned.state = begun.state;
    learned.calibration = begun.calibration;
    learned.account = Account.EMPTY;
    learned.due = NEVER;
    learned.resets++;
    learned.begunAt = at;
  }

  @Override
  public long due(Learned<S> learned) {
    return learned.due;
  }

  @Override
  public void onTime(Learned<S> learned, long time, Consumer<Lesson> out) {
    learned.due = NEVER;
    try {
      out.accept(
          new Cut(
              options.id(),
              learned.shard,
              time,
              NestedState.bytes(learner.codec(), learned.state),
              learned.account,
              learned.flatRows(options.spec().attributes().size())));
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory can always be written", e);
    }
  }

  /** The key under which an example is learned: one for each shard, by the question's id. */
  public String key(Example example) {
    return options.id() + "/" + shard(example);
  }

  private int shard(Example example) {
    return (int)
        Long.remainderUnsigned(CounterRandom.mix(example.id().hashCode()), options.shards());
  }
}
