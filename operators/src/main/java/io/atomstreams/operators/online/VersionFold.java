package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes one version of the cuts of all shards: of each the latest, merged in the order of the
 * shards. A shard that has learned nothing since its last cut is in with that one.
 */
public final class VersionFold<S> implements Fold<Shards, Cut, Version> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final String model;
  private final boolean merges;
  private final Learner<S> learner;

  private VersionFold(String model, int shards, Learner<S> learner) {
    this.model = model;
    this.merges = shards > 1;
    this.learner = learner;
  }

  /**
   * Of one learner.
   *
   * @param model the name that its versions get
   */
  public static VersionFold<?> of(LearningFold.Options options, String model) {
    return of(options, model, options.spec().learner());
  }

  private static <S> VersionFold<S> of(
      LearningFold.Options options, String model, Learner<S> learner) {
    return new VersionFold<>(model, options.shards(), learner);
  }

  @Override
  public StateCodec<Shards> codec() {
    return new ShardsCodec(learner.codec().id() + "\n" + learner.codec().layout());
  }

  @Override
  public long time(Cut cut) {
    return cut.at();
  }

  @Override
  public Comparator<Cut> ties() {
    return Comparator.comparing(Cut::shard);
  }

  @Override
  public void add(Shards shards, Cut cut, Consumer<Version> out) {
    shards.cuts.put(cut.shard(), cut);
    shards.due = cut.at() + 1;
  }

  @Override
  public long due(Shards shards) {
    return shards.due;
  }

  @Override
  public void onTime(Shards shards, long time, Consumer<Version> out) {
    shards.due = NEVER;
    List<Cut> cuts = new ArrayList<>(shards.cuts.values());
    long at = time - 1;
    out.accept(
        new Version(
            cuts.get(0).learner(),
            model,
            (int) (at / Version.MINUTE),
            at,
            merges ? merged(cuts) : cuts.get(0).state(),
            cuts.stream().map(Cut::account).reduce(Account::and).orElseThrow(),
            rows(cuts)));
    if (!merges) {
      shards.cuts.clear();
    }
  }

  private byte[] merged(List<Cut> cuts) {
    try {
      List<S> states = new ArrayList<>();
      for (Cut cut : cuts) {
        states.add(NestedState.of(learner.codec(), cut.state()));
      }
      return NestedState.bytes(learner.codec(), learner.merge(states).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory can always be read", e);
    }
  }

  private static float[] rows(List<Cut> cuts) {
    int values = cuts.stream().mapToInt(cut -> cut.rows().length).sum();
    float[] rows = new float[values];
    int at = 0;
    for (Cut cut : cuts) {
      System.arraycopy(cut.rows(), 0, rows, at, cut.rows().length);
      at += cut.rows().length;
    }
    return rows;
  }
}
