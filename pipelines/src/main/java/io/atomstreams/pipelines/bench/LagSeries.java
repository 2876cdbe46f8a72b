package io.atomstreams.pipelines.bench;

import java.util.Arrays;

/**
 * How many events the job was behind, at even intervals. A single look says little: a job that
 * stands still at a checkpoint is behind for a moment. So begin, middle and end are means, each of
 * a tenth of the samples.
 */
final class LagSeries {

  private static final int PARTS = 10;

  private long[] samples = new long[64];
  private int size;

  void add(long lag) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, 2 * size);
    }
    samples[size++] = lag;
  }

  double begin() {
    return mean(0);
  }

  double middle() {
    return mean((size - part()) / 2);
  }

  double end() {
    return mean(size - part());
  }

  long greatest() {
    return Arrays.stream(samples, 0, size).max().orElse(0);
  }

  private int part() {
    return Math.max(1, size / PARTS);
  }

  private double mean(int from) {
    if (size == 0) {
      throw new IllegalStateException("no lag was measured: the run was too short");
    }
    return Arrays.stream(samples, from, from + part()).average().orElseThrow();
  }
}
