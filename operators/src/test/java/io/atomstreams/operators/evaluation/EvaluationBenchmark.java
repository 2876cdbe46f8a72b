package io.atomstreams.operators.evaluation;

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

/** What does it cost to add an outcome to an evaluation? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluationBenchmark {

  private static final int OUTCOMES = 1 << 12;

  @Param({"binary", "binary:exactScores=0", "number", "classes:classes=2"})
  public String evaluator;

  private Runnable adding;

  /** Draws outcomes and chooses the evaluator. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    Outcome[] outcomes = new Outcome[OUTCOMES];
    for (int i = 0; i < OUTCOMES; i++) {
      double p = random.nextFloat();
      outcomes[i] = Outcome.binary(p, random.nextDouble() < p).after(random.nextInt(2));
    }
    adding = adding(Evaluators.parse(evaluator), outcomes);
  }

  private static <S> Runnable adding(Evaluator<S> evaluator, Outcome[] outcomes) {
    S state = evaluator.codec().create();
    int[] next = {0};
    return () -> evaluator.add(state, outcomes[next[0]++ & (OUTCOMES - 1)]);
  }

  /** One outcome. */
  @Benchmark
  public void add() {
    adding.run();
  }
}
