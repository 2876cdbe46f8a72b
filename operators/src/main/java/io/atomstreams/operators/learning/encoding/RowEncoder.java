package io.atomstreams.operators.learning.encoding;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import java.io.Serializable;

/**
 * Makes coordinates of a row: one for each number, standardised, 0 where it is missing; one for
 * each level of a category, 1 for the level it has; and one last that is always 1, for the
 * intercept. The encoder is settings only; what is learned of the numbers is an {@link
 * OnlineScaler}.
 */
public final class RowEncoder implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * How numbers are read.
   *
   * @param scale whether they are standardised by their running mean and deviation
   * @param log whether {@code sign(x) · ln(1 + |x|)} is taken first: for amounts and counts with a
   *     long tail
   * @param clip no standardised value is further from 0; above 0
   */
  public record Options(boolean scale, boolean log, double clip) implements Serializable {

    public Options {
      if (!(clip > 0) || clip > Float.MAX_VALUE) {
        throw new IllegalArgumentException(
            "option clip is %s, must be above 0 and finite".formatted(clip));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(
          options.flag("scale", true), options.flag("log", false), options.number("clip", 10));
    }
  }

  private final Options options;
  private final int[] levels;
  private final int[] coordinate;
  private final int[] column;
  private final int columns;
  private final int width;

  public RowEncoder(Schema schema, Options options) {
    this.options = options;
    int attributes = schema.width();
    levels = new int[attributes];
    coordinate = new int[attributes];
    column = new int[attributes];
    int next = 0;
    int numbers = 0;
    for (int i = 0; i < attributes; i++) {
      Attribute attribute = schema.attributes().get(i);
      levels[i] = attribute.levels();
      coordinate[i] = next;
      next = Math.addExact(next, Math.max(1, attribute.levels()));
      column[i] = attribute.isNumber() ? numbers++ : -1;
    }
    columns = numbers;
    width = Math.addExact(next, 1);
  }

  /** How many coordinates there are, that of the intercept with them, which is the last. */
  public int width() {
    return width;
  }

  /** What a state keeps of the numbers. */
  public OnlineScaler newScaler() {
    return new OnlineScaler(columns());
  }

  /** How many columns the scaler has. */
  public int columns() {
    return options.scale() ? columns : 0;
  }

  public SparseRow newRow() {
    return new SparseRow(levels.length + 1);
  }

  /** Takes a row's numbers in, or back if the weight is below 0. */
  public void learn(OnlineScaler scaler, double[] row, double weight) {
    if (!options.scale()) {
      return;
    }
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] == 0) {
        scaler.learn(column[i], transformed(row[i]), weight);
      }
    }
  }

  /** Makes the row's coordinates. */
  public void encode(OnlineScaler scaler, double[] row, SparseRow into) {
    into.clear();
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] == 0) {
        double z = number(scaler, i, row[i]);
        if (z != 0) {
          into.add(coordinate[i], z);
        }
      } else if (isLevel(row[i], levels[i])) {
        into.add(coordinate[i] + (int) row[i], 1);
      }
    }
    into.add(width - 1, 1);
  }

  private double number(OnlineScaler scaler, int attribute, double x) {
    if (Double.isNaN(x)) {
      return 0;
    }
    double t = transformed(x);
    return options.scale()
        ? scaler.standardised(column[attribute], t, options.clip())
        : OnlineScaler.bounded(t);
  }

  private double transformed(double x) {
    return options.log()
        ? Math.copySign(StrictMath.log1p(Math.abs(OnlineScaler.bounded(x))), x)
        : x;
  }

  /** Whether a value is the id of one of so many levels. */
  public static boolean isLevel(double x, int levels) {
    return x >= 0 && x < levels && x == (int) x;
  }

  public Options options() {
    return options;
  }

  /** The first coordinate of an attribute. */
  public int coordinate(int attribute) {
    return coordinate[attribute];
  }

  /** What is taken off an attribute's (transformed) values: 0 of a category. */
  public double mean(OnlineScaler scaler, int attribute) {
    return isScaled(attribute) ? scaler.mean(column[attribute]) : 0;
  }

  /** What an attribute's (transformed) values are then divided by: 1 of a category. */
  public double scale(OnlineScaler scaler, int attribute) {
    return isScaled(attribute) ? scaler.scale(column[attribute]) : 1;
  }

  private boolean isScaled(int attribute) {
    return levels[attribute] == 0 && options.scale();
  }
}
