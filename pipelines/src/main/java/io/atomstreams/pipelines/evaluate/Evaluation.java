package io.atomstreams.pipelines.evaluate;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.drift.Detectors;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Runs learners over a table. The learners and detectors are the objects that a job hosts; here
 * they are called directly, in one thread. The file is read once more for each learner; reading is
 * not counted as the learner's time.
 */
public final class Evaluation {

  private static final int BLOCK = 1024;
  private static final double NANOS = 1e9;

  /**
   * How to run.
   *
   * @param delay rows by which labels are late, 0 or more
   * @param detector on the errors, as {@link Detectors#parse} reads it; {@code null} for none
   * @param reset whether the learner begins anew after a drift
   * @param previousLabels so many of the latest known labels become attributes
   * @param folds 0, or so many learners, each judged on its own share of the rows, which it does
   *     not learn; the others' it does
   * @param seed of the shares
   */
  public record Plan(
      int delay, String detector, boolean reset, int previousLabels, int folds, long seed) {

    public Plan {
      require("--delay", delay, delay >= 0, "0 or more");
      require("--previous-labels", previousLabels, previousLabels >= 0, "0 or more");
      require("--folds", folds, folds == 0 || folds >= 2, "2 or more");
      if (reset && detector == null) {
        throw new IllegalArgumentException("--reset begins anew after a drift; name a --detector");
      }
      if (folds > 0 && detector != null) {
        throw new IllegalArgumentException(
            "--detector watches one learner, --folds has several; use one of the two");
      }
    }

    private static void require(String option, int value, boolean holds, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(option + " is " + value + ", must be " + rule);
      }
    }
  }

  private final CsvTable table;
  private final Plan plan;
  private final Schema schema;
  private final LongSupplier cpuNanos;

  /**
   * Prepares runs over a table.
   *
   * @param cpuNanos CPU time of this thread
   * @throws IllegalArgumentException if there is no such detector
   */
  public Evaluation(CsvTable table, Plan plan, LongSupplier cpuNanos) {
    this.table = table;
    this.plan = plan;
    this.schema = withPreviousLabels(table.schema(), plan.previousLabels());
    this.cpuNanos = cpuNanos;
    if (plan.detector() != null) {
      Detectors.parse(plan.detector());
    }
  }

  private static Schema withPreviousLabels(Schema schema, int count) {
    List<Attribute> attributes = new ArrayList<>(schema.attributes());
    for (int i = 1; i <= count; i++) {
      attributes.add(new Attribute("previous_label_" + i, schema.target().classes()));
    }
    return new Schema(attributes, schema.target());
  }

  /** What a learner sees: the columns, then previous labels. */
  public Schema schema() {
    return schema;
  }

  /** Learners of the list that fit the table, as they are without options. */
  public List<String> fitting() {
    return Learners.ALL.stream()
        .filter(entry -> entry.fits().test(schema))
        .map(Learners.Entry::name)
        .toList();
  }

  /**
   * Runs one learner.
   *
   * @throws IllegalArgumentException if there is no such learner, or it does not fit
   */
  public Result run(String learner) {
    return run(learner, Learners.parse(learner, schema));
  }

  private <S> Result run(String name, Learner<S> learner) {
    List<Prequential<S>> folds =
        plan.folds() == 0
            ? List.of(prequential(learner, -1))
            : IntStream.range(0, plan.folds()).mapToObj(f -> prequential(learner, f)).toList();
    Block block = new Block(table.schema().width());
    table.forEach(
        (row, target) -> {
          block.add(row, target);
          if (block.size == BLOCK) {
            take(block, folds);
          }
        });
    take(block, folds);
    return result(name, folds, block.cpuNanos);
  }

  private <S> Prequential<S> prequential(Learner<S> learner, int fold) {
    boolean distances = schema.target().isNumber();
    ErrorWatch<?> watch =
        plan.detector() == null ? null : watch(Detectors.parse(plan.detector()), distances);
    return new Prequential<>(
        learner, watch, plan.reset(), plan.delay(), plan.previousLabels(), fold);
  }

  private static <D> ErrorWatch<D> watch(Detector<D> detector, boolean distances) {
    return new ErrorWatch<>(detector, distances);
  }

  private <S> void take(Block block, List<Prequential<S>> folds) {
    long before = cpuNanos.getAsLong();
    for (int i = 0; i < block.size; i++) {
      int itsFold = fold(block.taken + i);
      for (Prequential<S> each : folds) {
        each.next(block.rows[i], block.targets[i], itsFold);
      }
    }
    block.cpuNanos += cpuNanos.getAsLong() - before;
    block.taken += block.size;
    block.size = 0;
  }

  /** The row's share, by a hash of its number that the seed keys. */
  private int fold(long row) {
    return plan.folds() == 0
        ? 0
        : (int)
            Long.remainderUnsigned(
                CounterRandom.mix(CounterRandom.mix(plan.seed()) ^ row), plan.folds());
  }

  private <S> Result result(String name, List<Prequential<S>> folds, long nanos) {
    List<Account> accounts = folds.stream().map(Prequential::account).toList();
    List<Scores> scores = accounts.stream().map(Account::learner).toList();
    return new Result(
        name,
        Scores.mean(scores),
        Scores.mean(accounts.stream().map(Account::noChange).toList()),
        Scores.mean(accounts.stream().map(Account::average).toList()),
        plan.folds() == 0 ? null : Scores.deviation(scores),
        List.copyOf(folds.get(0).drifts()),
        nanos == 0 ? Double.NaN : table.rows() * folds.size() * NANOS / nanos,
        folds.stream().mapToLong(Prequential::memoryBytes).sum());
  }

  /** Rows that were read and not yet run, so that the clock is looked at once for many. */
  private static final class Block {

    private final double[][] rows;
    private final double[] targets = new double[BLOCK];
    private int size;
    private long taken;
    private long cpuNanos;

    Block(int width) {
      rows = new double[BLOCK][width];
    }

    void add(double[] row, double target) {
      System.arraycopy(row, 0, rows[size], 0, row.length);
      targets[size] = target;
      size++;
    }
  }
}
