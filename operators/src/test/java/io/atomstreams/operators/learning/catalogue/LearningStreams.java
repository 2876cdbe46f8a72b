package io.atomstreams.operators.learning.catalogue;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.List;

/** The schemas that the contract tries, and examples for them. */
public final class LearningStreams {

  static final int WIDTH = 6;

  /** The 5th and 6th attribute are categories in half the schemas. */
  private static final int[] LEVELS = {0, 0, 0, 0, 3, 5};

  private static final double[] EXTREMES = {
    1e300, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-300, 0, -0.0, -1, 7, 2.5
  };

  /**
   * One example.
   *
   * @param target in [0, 1); {@link #target} makes it one of a schema
   */
  public record Draft(double[] row, double target) {}

  private LearningStreams() {}

  /** Numbers only and mixed; 2 classes, 5 classes and a number. */
  public static List<Schema> schemas() {
    List<Target> targets = List.of(Target.binary(), Target.classes(5), Target.number());
    return targets.stream().flatMap(t -> List.of(numbers(t), mixed(t)).stream()).toList();
  }

  public static Schema numbers(Target target) {
    return Schema.numbers(List.of("a", "b", "c", "d", "e", "f"), target);
  }

  public static Schema mixed(Target target) {
    return new Schema(
        List.of(
            Attribute.number("a"),
            Attribute.number("b"),
            Attribute.number("c"),
            Attribute.number("d"),
            Attribute.category("shop", LEVELS[4]),
            Attribute.category("device", LEVELS[5])),
        target);
  }

  /** The target of a draft as a schema has it: a class, or a number in [0, 20). */
  public static double target(Schema schema, Draft draft) {
    return schema.target().isNumber()
        ? 20 * draft.target()
        : Math.floor(draft.target() * schema.target().classes());
  }

  /** Values of all kinds without any meaning, one in ten missing, one in ten extreme. */
  public static Draft wild(CounterRandom random) {
    double[] row = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      int kind = random.nextInt(10);
      row[i] =
          kind == 0
              ? Double.NaN
              : kind == 1 ? EXTREMES[random.nextInt(EXTREMES.length)] : usual(random, i);
    }
    return new Draft(row, random.nextDouble());
  }

  /** Usual values, one in twenty missing; all fit in a float. The target follows from them. */
  public static Draft meaningful(CounterRandom random) {
    double[] row = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      row[i] = random.nextInt(20) == 0 ? Double.NaN : usual(random, i);
    }
    double sum = (present(row[0]) - present(row[1])) / 100 + (present(row[4]) - 1) / 2;
    double noisy = sum + random.nextDouble() - 0.5;
    return new Draft(row, 0.999 / (1 + Math.exp(-1.5 * noisy)));
  }

  private static double usual(CounterRandom random, int column) {
    return LEVELS[column] > 0
        ? random.nextInt(LEVELS[column])
        : (float) (200 * random.nextDouble() - 100);
  }

  private static double present(double x) {
    return Double.isNaN(x) ? 0 : x;
  }
}
