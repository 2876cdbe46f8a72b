package io.atomstreams.operators.learning.bayes;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** 24 bytes for each number and 8 for each level, times classes. */
final class NaiveBayesCodec extends LearnedCodec<NaiveBayesState> {

  static final String ID = "naive-bayes";

  private static final long serialVersionUID = 1;

  private final NaiveBayes learner;

  NaiveBayesCodec(NaiveBayes learner) {
    super(ID, 1);
    this.learner = learner;
  }

  private int classes() {
    return learner.schema().target().classes();
  }

  @Override
  public NaiveBayesState create() {
    OnlineScaler[] numbers = new OnlineScaler[classes()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = new OnlineScaler(learner.numbers());
    }
    return new NaiveBayesState(
        new double[classes()],
        new OnlineScaler(learner.numbers()),
        numbers,
        new double[classes()][learner.levels()]);
  }

  @Override
  public void write(NaiveBayesState state, DataOutput out) throws IOException {
    DoubleArrays.write(state.classes, out);
    state.all.write(out);
    for (int c = 0; c < state.classes.length; c++) {
      state.numbers[c].write(out);
      DoubleArrays.write(state.levels[c], out);
    }
  }

  @Override
  protected NaiveBayesState readState(DataInput in, int written) throws IOException {
    double[] classes = DoubleArrays.read(ID, classes(), in);
    OnlineScaler all = OnlineScaler.read(ID, learner.numbers(), in);
    OnlineScaler[] numbers = new OnlineScaler[classes.length];
    double[][] levels = new double[classes.length][];
    for (int c = 0; c < classes.length; c++) {
      numbers[c] = OnlineScaler.read(ID, learner.numbers(), in);
      levels[c] = DoubleArrays.read(ID, learner.levels(), in);
    }
    return new NaiveBayesState(classes, all, numbers, levels);
  }

  @Override
  public NaiveBayesState copy(NaiveBayesState state) {
    return state.copy();
  }
}
