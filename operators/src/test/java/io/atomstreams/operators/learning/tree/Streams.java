package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams with known drifts, in the manner of those the literature uses. All are functions of their
 * seed.
 */
final class Streams {

  private static final int[][] SEGMENTS = {
    {1, 1, 1, 0, 1, 1, 1}, {0, 0, 1, 0, 0, 1, 0}, {1, 0, 1, 1, 1, 0, 1}, {1, 0, 1, 1, 0, 1, 1},
    {0, 1, 1, 1, 0, 1, 0}, {1, 1, 0, 1, 0, 1, 1}, {1, 1, 0, 1, 1, 1, 1}, {1, 0, 1, 0, 0, 1, 0},
    {1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 1, 1}
  };

  private Streams() {}

  static double normal(CounterRandom random) {
    double u = 1 - random.nextDouble();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Yes where the first number is above ½, no elsewhere; a second number says nothing. */
  static LabelledRows step(int size, long seed) {
    CounterRandom random = new CounterRandom(seed);
    double[][] rows = new double[size][2];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      rows[i] = new double[] {random.nextDouble(), random.nextDouble()};
      targets[i] = rows[i][0] > 0.5 ? 1 : 0;
    }
    return LabelledRows.numbers("step", rows, targets, Target.binary());
  }

  /**
   * Random radial basis functions that move: each row lies around one of 50 centres, whose class it
   * has; every centre moves by {@code speed} a row and turns round at the walls of [0, 1]¹⁰.
   */
  static LabelledRows radial(int size, int classes, double speed, long seed) {
    CounterRandom random = new CounterRandom(seed);
    int width = 10;
    int centres = 50;
    double[][] centre = new double[centres][width];
    double[][] velocity = new double[centres][width];
    double[] spread = new double[centres];
    for (int c = 0; c < centres; c++) {
      double length = 0;
      for (int a = 0; a < width; a++) {
        centre[c][a] = random.nextDouble();
        velocity[c][a] = normal(random);
        length += velocity[c][a] * velocity[c][a];
      }
      for (int a = 0; a < width; a++) {
        velocity[c][a] *= speed / Math.sqrt(length);
      }
      spread[c] = 0.02 + 0.13 * random.nextDouble();
    }
    double[][] rows = new double[size][width];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      int chosen = random.nextInt(centres);
      targets[i] = chosen % classes;
      for (int a = 0; a < width; a++) {
        rows[i][a] = centre[chosen][a] + spread[chosen] * normal(random);
      }
      for (int c = 0; c < centres && speed > 0; c++) {
        move(centre[c], velocity[c]);
      }
    }
    return LabelledRows.numbers("radial", rows, targets, Target.classes(classes));
  }

  private static void move(double[] at, double[] by) {
    for (int a = 0; a < at.length; a++) {
      at[a] += by[a];
      if (at[a] < 0 || at[a] > 1) {
        by[a] = -by[a];
        at[a] += 2 * by[a];
      }
    }
  }

  /**
   * A hyperplane through [0, 1]¹⁰ that turns: two of its ten coefficients change by {@code speed} a
   * row, each turning round one time in ten thousand; 5 % of the labels are wrong.
   */
  static LabelledRows hyperplane(int size, double speed, long seed) {
    CounterRandom random = new CounterRandom(seed);
    int width = 10;
    double[] coefficients = new double[width];
    double[] direction = new double[2];
    for (int a = 0; a < width; a++) {
      coefficients[a] = random.nextDouble();
    }
    direction[0] = 1;
    direction[1] = -1;
    double[][] rows = new double[size][width];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      double half = 0;
      for (int a = 0; a < width; a++) {
        rows[i][a] = random.nextDouble();
        sum += coefficients[a] * rows[i][a];
        half += coefficients[a] / 2;
      }
      boolean noise = random.nextDouble() < 0.05;
      targets[i] = sum >= half != noise ? 1 : 0;
      for (int a = 0; a < direction.length; a++) {
        coefficients[a] += direction[a] * speed;
        direction[a] = random.nextInt(10_000) == 0 ? -direction[a] : direction[a];
      }
    }
    return LabelledRows.numbers("hyperplane", rows, targets, Target.binary());
  }

  /**
   * The seven segments of a digit, each shown wrongly one time in ten, among 17 that show anything;
   * all are categories. Every {@code period} rows the segments change places with others.
   */
  static LabelledRows segments(int size, int period, long seed) {
    CounterRandom random = new CounterRandom(seed);
    int width = 24;
    List<Attribute> attributes = new ArrayList<>();
    for (int a = 0; a < width; a++) {
      attributes.add(Attribute.category("s" + a, 2));
    }
    double[][] rows = new double[size][width];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      int shift = i / period * 5 % width;
      int digit = random.nextInt(10);
      targets[i] = digit;
      for (int a = 0; a < width; a++) {
        int shown = a < 7 ? SEGMENTS[digit][a] : random.nextInt(2);
        boolean wrong = a < 7 && random.nextInt(10) == 0;
        rows[i][(a + shift) % width] = wrong ? 1 - shown : shown;
      }
    }
    return new LabelledRows("segments", new Schema(attributes, Target.classes(10)), rows, targets);
  }

  /**
   * Loan applicants: six numbers and three categories, among them an age, a salary and a level of
   * education; who is granted one is said by another of three rules every {@code period} rows; 5 %
   * of the labels are wrong. After Agrawal, Imielinski, Swami 1993, "Database mining: a performance
   * perspective", functions 1 to 3.
   */
  static LabelledRows applicants(int size, int period, long seed) {
    CounterRandom random = new CounterRandom(seed);
    double[][] rows = new double[size][];
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      double salary = 20_000 + 130_000 * random.nextDouble();
      double commission = salary >= 75_000 ? 0 : 10_000 + 65_000 * random.nextDouble();
      double age = 20 + random.nextInt(61);
      int education = random.nextInt(5);
      int zone = random.nextInt(9);
      double house = (9 - zone) * 100_000 * (0.5 + random.nextDouble());
      rows[i] =
          new double[] {
            salary,
            commission,
            age,
            house,
            1 + random.nextInt(30),
            500_000 * random.nextDouble(),
            education,
            random.nextInt(20),
            zone
          };
      boolean granted = granted(i / period % 3, salary, age, education);
      targets[i] = granted != random.nextDouble() < 0.05 ? 1 : 0;
    }
    List<Attribute> attributes =
        List.of(
            Attribute.number("salary"),
            Attribute.number("commission"),
            Attribute.number("age"),
            Attribute.number("house"),
            Attribute.number("years"),
            Attribute.number("loan"),
            Attribute.category("education", 5),
            Attribute.category("car", 20),
            Attribute.category("zone", 9));
    return new LabelledRows("applicants", new Schema(attributes, Target.binary()), rows, targets);
  }

  private static boolean granted(int rule, double salary, double age, int education) {
    boolean young = age < 40;
    boolean old = age >= 60;
    return switch (rule) {
      case 0 -> young || old;
      case 1 ->
          young
              ? salary >= 50_000 && salary <= 100_000
              : old ? salary >= 25_000 && salary <= 75_000 : salary >= 75_000 && salary <= 125_000;
      default -> young ? education <= 1 : old ? education >= 2 : education >= 1 && education <= 3;
    };
  }
}
