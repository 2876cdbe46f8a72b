package io.atomstreams.operators.online;

import io.atomstreams.operators.calibration.Calibrator;
import io.atomstreams.operators.calibration.Calibrators;
import io.atomstreams.operators.state.NestedState;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A calibrator and what it has learned of what a learner says. For one thread. */
final class Calibration<C> {

  private final Calibrator<C> calibrator;
  private final C state;

  private Calibration(Calibrator<C> calibrator, C state) {
    this.calibrator = calibrator;
    this.state = state;
  }

  /** As {@link Calibrators#parse} reads it. */
  static Calibration<?> begin(String text) {
    return begin(Calibrators.parse(text));
  }

  private static <C> Calibration<C> begin(Calibrator<C> calibrator) {
    return new Calibration<>(calibrator, calibrator.codec().create());
  }

  double of(double probability) {
    return calibrator.calibrate(state, probability);
  }

  void learn(double probability, boolean yes) {
    calibrator.learn(state, probability, yes, 1);
  }

  Calibration<C> copy() {
    return new Calibration<>(calibrator, calibrator.codec().copy(state));
  }

  void write(DataOutput out) throws IOException {
    NestedState.write(calibrator.codec(), state, out);
  }

  static Calibration<?> read(String text, DataInput in) throws IOException {
    return read(Calibrators.parse(text), in);
  }

  private static <C> Calibration<C> read(Calibrator<C> calibrator, DataInput in)
      throws IOException {
    return new Calibration<>(calibrator, NestedState.read(calibrator.codec(), in));
  }
}
