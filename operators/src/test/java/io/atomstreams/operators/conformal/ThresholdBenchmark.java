package io.atomstreams.operators.conformal;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What do a prediction's threshold and its label cost together, by the window's length? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ThresholdBenchmark {

  private static final int SCORES = 1 << 14;

  @Param({"200", "1000", "5000"})
  public int window;

  private DelayedThreshold threshold;
  private DelayedThreshold.State state;
  private double[] scores;
  private int next;

  /** Draws scores. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    scores = random.doubles(SCORES).toArray();
    threshold = (DelayedThreshold) Thresholds.parse("delayed:window=" + window);
    state = threshold.codec().create();
  }

  /** One prediction and one label. */
  @Benchmark
  public double issueAndObserve() {
    double current = threshold.current(state);
    threshold.issued(state);
    threshold.observe(state, scores[next++ & (SCORES - 1)], current);
    return current;
  }
}
