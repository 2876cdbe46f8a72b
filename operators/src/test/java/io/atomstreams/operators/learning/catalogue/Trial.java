package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * A learner with something to learn into, for tests: what is learned can be stored, restored,
 * copied and compared.
 */
public final class Trial<S> {

  final Learner<S> learner;
  S state;

  Trial(Learner<S> learner) {
    this(learner, learner.codec().create());
  }

  private Trial(Learner<S> learner, S state) {
    this.learner = learner;
    this.state = state;
  }

  public static Trial<?> of(Learner<?> learner) {
    return new Trial<>(learner);
  }

  /** All learners of the list, with their options as they are by themselves. */
  static Trial<?> of(Learners.Entry entry, Schema schema) {
    return of(Learners.parse(entry.name(), schema));
  }

  Schema schema() {
    return learner.schema();
  }

  public Trial<S> learn(List<LearningStreams.Draft> drafts) {
    drafts.forEach(draft -> learn(draft, 1));
    return this;
  }

  Trial<S> learn(LearningStreams.Draft draft, double weight) {
    double[] row = draft.row().clone();
    learner.learn(state, row, LearningStreams.target(schema(), draft), weight);
    if (!Arrays.equals(row, draft.row())) {
      throw new AssertionError("learning changed the row");
    }
    return this;
  }

  public double[] predict(double[] row) {
    double[] copy = row.clone();
    double[] out = new double[schema().target().outputs()];
    Arrays.fill(out, Double.NaN);
    learner.predict(state, copy, out);
    if (!Arrays.equals(copy, row)) {
      throw new AssertionError("predicting changed the row");
    }
    return out;
  }

  double[] predictAsPublished(double[] row) {
    double[] out = new double[schema().target().outputs()];
    Arrays.fill(out, Double.NaN);
    learner.predictAsPublished(state, row, out);
    return out;
  }

  public byte[] bytes() {
    try {
      BytesOutput out = new BytesOutput();
      learner.codec().write(state, out);
      return Arrays.copyOf(out.array(), out.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Trial<S> restored() {
    return read(bytes(), learner.codec().version());
  }

  Trial<S> read(byte[] bytes, int version) {
    try {
      BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
      Trial<S> restored = new Trial<>(learner, learner.codec().read(in, version));
      if (in.available() > 0) {
        throw new AssertionError(in.available() + " bytes were written and not read");
      }
      return restored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Trial<S> copy() {
    return new Trial<>(learner, learner.codec().copy(state));
  }

  long memoryBytes() {
    return learner.memoryBytes(state);
  }

  /** What this and another state make together; null if the learner does not merge. */
  Trial<S> merged(Trial<?> other) {
    @SuppressWarnings("unchecked") // of the same learner
    S that = (S) other.state;
    return learner.merge(List.of(state, that)).map(s -> new Trial<>(learner, s)).orElse(null);
  }
}
