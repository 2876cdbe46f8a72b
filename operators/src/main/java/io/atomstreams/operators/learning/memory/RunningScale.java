package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Attribute;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * In which unit each number is measured: its standard deviation within a class, of late. The unit
 * squared is the exponential mean, over the last {@value #HORIZON} values or so, of the squared
 * distance from the exponential mean of the value's own class, which reaches as far back; at least
 * {@value #FINEST} of the standard deviation of all values so far (Welford 1962). So what drifts is
 * measured by how far values of one class and time lie apart, not by how far all have drifted.
 *
 * <p>Turns a row into what {@link Examples} keep: numbers less the first value seen, so that a
 * float holds them, and NaN for what is missing, not finite, or no category. {@code 5 + 2·classes}
 * numbers an attribute.
 */
final class RunningScale {

  static final int HORIZON = 50;
  private static final int LEAST_OF_A_CLASS = 10;

  private static final double FINEST = 0.01;

  /** Beyond this a number is as far as can be; squares of it in units stay finite. */
  private static final double FARTHEST = 1e15;

  private final List<Attribute> attributes;
  private final int classes;
  private final int ownHorizon;

  /** For each attribute: {@link #ORIGIN} and so on, then a count and a mean for each class. */
  private final double[][] moments;

  private static final int ORIGIN = 0;
  private static final int COUNT = 1;
  private static final int MEAN = 2;
  private static final int SPREAD = 3;
  private static final int WITHIN = 4;
  private static final int CLASSES = 5;

  RunningScale(List<Attribute> attributes, int classes) {
    this(attributes, classes, new double[attributes.size()][CLASSES + 2 * classes]);
  }

  private RunningScale(List<Attribute> attributes, int classes, double[][] moments) {
    this.attributes = attributes;
    this.classes = classes;
    this.ownHorizon = Math.max(LEAST_OF_A_CLASS, HORIZON / classes);
    this.moments = moments;
  }

  private static boolean isMissing(Attribute attribute, double value) {
    if (attribute.isNumber()) {
      return !Double.isFinite(value);
    }
    return !(value >= 0 && value < attribute.levels() && value == (int) value);
  }

  void place(double[] row, float[] into) {
    for (int a = 0; a < row.length; a++) {
      Attribute attribute = attributes.get(a);
      if (isMissing(attribute, row[a])) {
        into[a] = Float.NaN;
      } else {
        into[a] = (float) (attribute.isNumber() ? away(moments[a], row[a]) : row[a]);
      }
    }
  }

  private static double away(double[] of, double value) {
    double away = of[COUNT] == 0 ? 0 : value - of[ORIGIN];
    return Math.max(-FARTHEST, Math.min(FARTHEST, away));
  }

  /** Takes in a row's numbers. */
  void add(double[] row, int label) {
    for (int a = 0; a < row.length; a++) {
      if (!isMissing(attributes.get(a), row[a]) && attributes.get(a).isNumber()) {
        add(moments[a], row[a], CLASSES + 2 * label);
      }
    }
  }

  private void add(double[] of, double value, int own) {
    if (of[COUNT] == 0) {
      of[ORIGIN] = value;
    }
    double away = away(of, value);
    of[COUNT]++;
    double before = away - of[MEAN];
    of[MEAN] += before / of[COUNT];
    of[SPREAD] += before * (away - of[MEAN]);

    of[own]++;
    double fromOwn = away - of[own + 1];
    of[own + 1] += fromOwn / Math.min(of[own], ownHorizon);
    of[WITHIN] += (fromOwn * (away - of[own + 1]) - of[WITHIN]) / Math.min(of[COUNT], HORIZON);
  }

  /**
   * One over the unit of each attribute; 0 where all values are equal, so that it does not count.
   */
  void perUnit(float[] into) {
    for (int a = 0; a < into.length; a++) {
      double[] of = moments[a];
      double overall = of[COUNT] < 2 ? 0 : of[SPREAD] / (of[COUNT] - 1);
      double variance = Math.max(of[WITHIN], FINEST * FINEST * overall);
      into[a] = variance > 0 ? (float) (1 / Math.sqrt(variance)) : 0;
      if (!Float.isFinite(into[a])) {
        into[a] = 0;
      }
    }
  }

  RunningScale copy() {
    double[][] copy = new double[moments.length][];
    for (int a = 0; a < copy.length; a++) {
      copy[a] = moments[a].clone();
    }
    return new RunningScale(attributes, classes, copy);
  }

  void write(DataOutput out) throws IOException {
    for (double[] of : moments) {
      for (double moment : of) {
        out.writeDouble(moment);
      }
    }
  }

  static RunningScale read(List<Attribute> attributes, int classes, DataInput in)
      throws IOException {
    RunningScale scale = new RunningScale(attributes, classes);
    for (double[] of : scale.moments) {
      for (int i = 0; i < of.length; i++) {
        of[i] = in.readDouble();
      }
    }
    return scale;
  }
}
