package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/**
 * What does an example cost a learner, and what a prediction? Rows of four numbers and two
 * categories (3 and 5 levels), yes or no where a learner can, else a number; learning goes on from
 * the state that 2,000 examples have left.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LearnerBenchmarks {

  private static final int ROWS = 2_000;

  @Param({
    "ftrl-logistic",
    "softmax",
    "ftrl-squared",
    "ftrl-poisson",
    "ftrl-quantile",
    "rls",
    "naive-bayes",
    "fm",
    "alma",
    "keyed-shrinkage"
  })
  public String learner;

  private Work<?> work;

  /** A learner, its state and where in the rows it is. */
  private static final class Work<S> {

    private final Learner<S> learner;
    private final S state;
    private final List<LearningStreams.Draft> drafts;
    private final double[] targets;
    private final double[] out;
    private int next;

    Work(Learner<S> learner) {
      CounterRandom random = new CounterRandom(1);
      Schema schema = learner.schema();
      this.learner = learner;
      this.state = learner.codec().create();
      this.drafts = Stream.generate(() -> LearningStreams.meaningful(random)).limit(ROWS).toList();
      this.targets =
          drafts.stream().mapToDouble(draft -> LearningStreams.target(schema, draft)).toArray();
      this.out = new double[schema.target().outputs()];
      for (int i = 0; i < ROWS; i++) {
        learn();
      }
    }

    void learn() {
      next = (next + 1) % ROWS;
      learner.learn(state, drafts.get(next).row(), targets[next], 1);
    }

    double predict() {
      next = (next + 1) % ROWS;
      learner.predict(state, drafts.get(next).row(), out);
      return out[0];
    }
  }

  private static Work<?> work(Learner<?> learner) {
    return new Work<>(learner);
  }

  @Setup
  public void learnSome() {
    Schema binary = LearningStreams.mixed(Target.binary());
    boolean fits =
        Learners.ALL.stream()
            .anyMatch(entry -> entry.name().equals(learner) && entry.fits().test(binary));
    work = work(Learners.parse(learner, fits ? binary : LearningStreams.mixed(Target.number())));
  }

  @Benchmark
  public void learn() {
    work.learn();
  }

  @Benchmark
  public double predict() {
    return work.predict();
  }
}
