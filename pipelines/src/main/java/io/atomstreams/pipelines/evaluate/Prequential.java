package io.atomstreams.pipelines.evaluate;

import io.atomstreams.operators.learning.Learner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One learner over one stream: each row is predicted, then learned, its label {@code delay} rows
 * late: the label of row {@code i} is learned after row {@code i + delay} was predicted (Dawid
 * 1984; Gama, Sebastião, Rodrigues 2013). A fold predicts its own rows and learns all others.
 *
 * <p>Memory: what is learned, and {@code delay + 1} rows.
 */
final class Prequential<S> {

  private final Learner<S> learner;
  private final Account account;
  private final ErrorWatch<?> watch;
  private final boolean reset;
  private final int fold;
  private final double[] out;
  private final double[][] rows;
  private final double[] targets;
  private final double[] errors;
  private final boolean[] learnable;

  /** The latest known labels, latest first. */
  private final double[] previous;

  private final List<Long> drifts = new ArrayList<>();
  private S state;
  private long seen;

  /**
   * @param watch {@code null} for none
   * @param reset whether to begin anew after a drift
   * @param previous so many known labels follow the attributes in a row
   * @param fold which rows it predicts without learning them; -1 to predict and learn all
   */
  Prequential(
      Learner<S> learner, ErrorWatch<?> watch, boolean reset, int delay, int previous, int fold) {
    this.learner = learner;
    this.account = Account.of(learner.schema().target().classes());
    this.watch = watch;
    this.reset = reset;
    this.fold = fold;
    this.out = new double[learner.schema().target().outputs()];
    this.rows = new double[delay + 1][learner.schema().width()];
    this.targets = new double[delay + 1];
    this.errors = new double[delay + 1];
    this.learnable = new boolean[delay + 1];
    this.previous = new double[previous];
    Arrays.fill(this.previous, Double.NaN);
    this.state = learner.codec().create();
  }

  /**
   * The next row of the stream.
   *
   * @param attributes without previous labels
   * @param itsFold the row's
   */
  void next(double[] attributes, double target, int itsFold) {
    int slot = (int) (seen % rows.length);
    double[] row = rows[slot];
    System.arraycopy(attributes, 0, row, 0, attributes.length);
    System.arraycopy(previous, 0, row, attributes.length, previous.length);
    targets[slot] = target;
    boolean tested = fold < 0 || fold == itsFold;
    errors[slot] = Double.NaN;
    if (tested) {
      learner.predict(state, row, out);
      errors[slot] = account.add(out, target);
    }
    learnable[slot] = fold < 0 || !tested;
    seen++;
    if (seen >= rows.length) {
      know((int) (seen % rows.length));
    }
  }

  private void know(int slot) {
    double target = targets[slot];
    account.known(target);
    if (previous.length > 0) {
      System.arraycopy(previous, 0, previous, 1, previous.length - 1);
      previous[0] = target;
    }
    if (learnable[slot]) {
      learner.learn(state, rows[slot], target, 1);
    }
    if (watch != null && !Double.isNaN(errors[slot]) && watch.hasChanged(errors[slot])) {
      drifts.add(seen - 1);
      if (reset) {
        state = learner.codec().create();
      }
    }
  }

  Account account() {
    return account;
  }

  /** Rows, from 0, after whose prediction a drift was seen. */
  List<Long> drifts() {
    return drifts;
  }

  long memoryBytes() {
    return learner.memoryBytes(state);
  }
}
