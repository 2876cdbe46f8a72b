package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.bench.drift.Course.Change;
import java.util.List;

/**
 * The errors of a learner whose task changes in the middle of the stream. It has learnt from
 * {@value #BEFORE} examples before the stream begins. As it learns the new task its errors fall
 * again: the change is complete when an eighth of the stream has passed.
 */
final class Learnt {

  private static final int BEFORE = 5_000;
  private static final int RECOVERY = 8;

  private Learnt() {}

  /** One task after the other. */
  interface Task {

    int inputs();

    /**
     * Draws an example.
     *
     * @param changed how much of the change has happened, 0 to 1
     * @return whether it is a positive
     */
    boolean draw(CounterRandom random, double changed, double[] inputs);
  }

  /** Makes the task of one stream. */
  interface Tasks {
    Task next(CounterRandom random);
  }

  /**
   * The errors on a task.
   *
   * @param width over which share of the stream the task changes; 0 for at once
   */
  static Family.Maker errors(Tasks tasks, double width, double step) {
    return (length, random) -> {
      Task task = tasks.next(random);
      OnlineLogistic learner = new OnlineLogistic(task.inputs(), step);
      double[] inputs = new double[task.inputs()];
      double[] values = new double[length];
      int begin = length / 2;
      for (int i = -BEFORE; i < length; i++) {
        double changed =
            i < begin ? 0 : width == 0 ? 1 : Math.min(1, (i - begin) / (width * length));
        double error = learner.errorThenLearn(inputs, task.draw(random, changed, inputs));
        if (i >= 0) {
          values[i] = error;
        }
      }
      return new Course(values, List.of(new Change(begin, begin + length / RECOVERY, true)));
    };
  }

  /**
   * SEA (Street, Kim 2001): of three numbers in [0, 10] the first two add up to at most a limit,
   * which changes; a tenth of the answers are wrong.
   */
  record Sea(double before, double after) implements Task {

    @Override
    public int inputs() {
      return 3;
    }

    @Override
    public boolean draw(CounterRandom random, double changed, double[] inputs) {
      for (int i = 0; i < 3; i++) {
        inputs[i] = 2 * random.nextDouble() - 1;
      }
      double limit = changed < 1 ? before : after;
      boolean positive = 5 * (inputs[0] + inputs[1] + 2) <= limit;
      return random.nextDouble() < 0.1 ? !positive : positive;
    }
  }

  /**
   * STAGGER (Schlimmer, Granger 1986): size, colour and shape of three kinds each; first "small and
   * red", then "green or a circle".
   */
  record Stagger() implements Task {

    @Override
    public int inputs() {
      return 9;
    }

    @Override
    public boolean draw(CounterRandom random, double changed, double[] inputs) {
      java.util.Arrays.fill(inputs, 0);
      int size = random.nextInt(3);
      int colour = random.nextInt(3);
      int shape = random.nextInt(3);
      inputs[size] = 1;
      inputs[3 + colour] = 1;
      inputs[6 + shape] = 1;
      return changed < 1 ? size == 0 && colour == 0 : colour == 1 || shape == 0;
    }
  }

  /**
   * CIRCLES (Gama and others 2004): whether a point of the unit square is in a circle, first around
   * (0.2, 0.5) with radius 0.15, then around (0.6, 0.5) with radius 0.3. The learner is given the
   * squares too.
   */
  record Circles() implements Task {

    @Override
    public int inputs() {
      return 4;
    }

    @Override
    public boolean draw(CounterRandom random, double changed, double[] inputs) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      inputs[0] = 2 * x - 1;
      inputs[1] = 2 * y - 1;
      inputs[2] = inputs[0] * inputs[0];
      inputs[3] = inputs[1] * inputs[1];
      return changed < 1 ? Math.hypot(x - 0.2, y - 0.5) < 0.15 : Math.hypot(x - 0.6, y - 0.5) < 0.3;
    }
  }

  /**
   * A hyperplane (Hulten, Spencer, Domingos 2001) through ten even numbers that turns; a twentieth
   * of the answers are wrong.
   */
  record Hyperplane(double[] before, double[] after) implements Task {

    static Hyperplane of(CounterRandom random) {
      double[] before = new double[10];
      double[] after = new double[10];
      for (int i = 0; i < 10; i++) {
        before[i] = Loss.normal(random);
        after[i] = i < 5 ? -before[i] : before[i];
      }
      return new Hyperplane(before, after);
    }

    @Override
    public int inputs() {
      return before.length;
    }

    @Override
    public boolean draw(CounterRandom random, double changed, double[] inputs) {
      double sum = 0;
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = 2 * random.nextDouble() - 1;
        sum += inputs[i] * (before[i] + changed * (after[i] - before[i]));
      }
      boolean positive = sum > 0;
      return random.nextDouble() < 0.05 ? !positive : positive;
    }
  }
}
