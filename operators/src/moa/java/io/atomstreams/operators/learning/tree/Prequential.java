package io.atomstreams.operators.learning.tree;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Predict, then learn, row by row: what was right and what it cost the thread. */
final class Prequential {

  /** What is put to the test, with its rows. */
  interface Subject {
    int predict(int row);

    void learn(int row);
  }

  /**
   * One pass.
   *
   * @param kappa agreement beyond that of chance
   * @param perSecond events a second of the thread's processor time, predicted and learnt
   */
  record Result(double accuracy, double kappa, double perSecond) {}

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Prequential() {}

  static Result run(Subject subject, LabelledRows stream) {
    int classes = stream.schema().target().classes();
    long[][] confusion = new long[classes][classes];
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < stream.size(); i++) {
      confusion[(int) stream.targets()[i]][subject.predict(i)]++;
      subject.learn(i);
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - begin) / 1e9;
    return score(confusion, stream.size(), stream.size() / seconds);
  }

  private static Result score(long[][] confusion, double rows, double perSecond) {
    double right = 0;
    double chance = 0;
    for (int c = 0; c < confusion.length; c++) {
      right += confusion[c][c] / rows;
      double said = 0;
      for (long[] row : confusion) {
        said += row[c] / rows;
      }
      chance += said * Arrays.stream(confusion[c]).sum() / rows;
    }
    return new Result(right, (right - chance) / (1 - chance), perSecond);
  }

  /** The median and the 99th percentile of what learning one row took by the wall clock, in µs. */
  static double[] latencies(Subject subject, LabelledRows stream) {
    double[] micros = new double[stream.size()];
    for (int i = 0; i < stream.size(); i++) {
      subject.predict(i);
      long begin = System.nanoTime();
      subject.learn(i);
      micros[i] = (System.nanoTime() - begin) / 1e3;
    }
    Arrays.sort(micros);
    return new double[] {micros[micros.length / 2], micros[(int) (micros.length * 0.99)]};
  }
}
