package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.StateCodec;
import java.util.Comparator;
import java.util.function.Consumer;

/** Watches the loss of what served, in the order of the answers. First answers only. */
public final class DetectionFold implements Fold<Watching, Example, Drift> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Watch watch;

  public DetectionFold(Watch watch) {
    this.watch = watch;
  }

  @Override
  public StateCodec<Watching> codec() {
    return new WatchingCodec(watch.detector());
  }

  @Override
  public long time(Example example) {
    return example.ts();
  }

  @Override
  public Comparator<Example> ties() {
    return LearningFold.ORDER;
  }

  @Override
  public void add(Watching state, Example example, Consumer<Drift> out) {
    double probability = watch.servedProbability(example);
    boolean isKnown = !Double.isNaN(probability);
    boolean isAnswer = example.target() == 0 || example.target() == 1;
    if (state.firsts.isFirst(example) && isKnown && isAnswer) {
      state.watched.update(watch, probability, example).ifPresent(out);
    }
  }
}
