package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** A learner and what it has learned. */
final class Member<S> {

  private final Learner<S> learner;
  private final S state;

  private Member(Learner<S> learner, S state) {
    this.learner = learner;
    this.state = state;
  }

  static <S> Member<S> begin(Learner<S> learner) {
    return new Member<>(learner, learner.codec().create());
  }

  void predict(double[] row, double[] out) {
    learner.predict(state, row, out);
  }

  void predictAsPublished(double[] row, double[] out) {
    learner.predictAsPublished(state, row, out);
  }

  void learn(double[] row, double target, double weight) {
    learner.learn(state, row, target, weight);
  }

  long memoryBytes() {
    return learner.memoryBytes(state);
  }

  Optional<LearnedModel> publish() {
    return learner.publish(state);
  }

  Member<S> copy() {
    return new Member<>(learner, learner.codec().copy(state));
  }

  /** The version of its codec, and its state. */
  void write(DataOutput out) throws IOException {
    out.writeShort(learner.codec().version());
    learner.codec().write(state, out);
  }

  static <S> Member<S> read(Learner<S> learner, DataInput in) throws IOException {
    int version = in.readUnsignedShort();
    if (version > learner.codec().version()) {
      throw new IOException(
          "state %s has version %d, this release reads up to %d; use a later one"
              .formatted(learner.codec().id(), version, learner.codec().version()));
    }
    return new Member<>(learner, learner.codec().read(in, version));
  }
}
