package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.StateCodec;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * Watches the loss of what served, in the order of the answers: of first answers. Those that are
 * taken back only say that an answer had not come in time.
 */
public final class DetectionFold implements Fold<Watching, Example, Drift> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Watch watch;
  private final Inquiry inquiry;

  public DetectionFold(Watch watch, Inquiry inquiry) {
    this.watch = watch;
    this.inquiry = inquiry;
  }

  @Override
  public StateCodec<Watching> codec() {
    return new WatchingCodec(watch, inquiry.features());
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
    boolean isFirst = state.firsts.isFirst(example);
    if (!isKnown || !isAnswer) {
      return;
    }
    if (isFirst) {
      state.watched.update(watch, inquiry, probability, example).ifPresent(out);
    } else if (example.kind() == Example.Kind.RETRACTED) {
      state.watched.takenBack(inquiry, example);
    }
  }
}
