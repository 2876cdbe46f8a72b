package io.atomstreams.operators.learning.dynamic;

import io.atomstreams.operators.learning.Attribute;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A row as inputs of a regression: 1; each number less its mean, and less its exponential means
 * over the last 4, 16, 64, … rows, all in standard deviations and at most {@value #FARTHEST} of
 * them; a 1 for each category. What is missing is at its mean, no category at all is 0.
 *
 * <p>The means of a few rows back say where a number stands against what was usual lately: most of
 * what there is to know of a series, and of no use where rows have nothing to do with those before.
 * Memory {@code 3 + means} numbers an attribute.
 */
final class RunningMeans {

  private static final double FARTHEST = 5;
  private static final int COUNT = 0;
  private static final int MEAN = 1;
  private static final int SPREAD = 2;
  private static final int MEANS = 3;

  private final List<Attribute> attributes;
  private final int means;
  private final int inputs;
  private final double[][] moments;

  RunningMeans(List<Attribute> attributes, int means) {
    this.attributes = attributes;
    this.means = means;
    this.inputs = inputs(attributes, means);
    this.moments = new double[attributes.size()][];
    for (int a = 0; a < moments.length; a++) {
      moments[a] = new double[attributes.get(a).isNumber() ? MEANS + means : 0];
    }
  }

  static int inputs(List<Attribute> attributes, int means) {
    return 1 + attributes.stream().mapToInt(a -> a.isNumber() ? 1 + means : a.levels()).sum();
  }

  int inputs() {
    return inputs;
  }

  /** Writes the row's inputs. */
  void fill(double[] row, double[] into) {
    into[0] = 1;
    int at = 1;
    for (int a = 0; a < row.length; a++) {
      int levels = attributes.get(a).levels();
      if (levels > 0) {
        for (int level = 0; level < levels; level++) {
          into[at++] = row[a] == level ? 1 : 0;
        }
      } else {
        double[] of = moments[a];
        double perUnit = Double.isFinite(row[a]) ? perUnit(of) : 0;
        into[at++] = perUnit == 0 ? 0 : units((row[a] - of[MEAN]) * perUnit);
        for (int m = 0; m < means; m++) {
          into[at++] = perUnit == 0 ? 0 : units((row[a] - of[MEANS + m]) * perUnit);
        }
      }
    }
  }

  private static double perUnit(double[] of) {
    double variance = of[COUNT] < 2 ? 0 : of[SPREAD] / (of[COUNT] - 1);
    return variance > 0 && variance < Double.POSITIVE_INFINITY ? 1 / Math.sqrt(variance) : 0;
  }

  private static double units(double value) {
    return Math.max(-FARTHEST, Math.min(FARTHEST, value));
  }

  /** Takes in a row. */
  void add(double[] row) {
    for (int a = 0; a < row.length; a++) {
      if (attributes.get(a).isNumber() && Double.isFinite(row[a])) {
        add(moments[a], row[a]);
      }
    }
  }

  private void add(double[] of, double given) {
    // squares of what is added stay finite
    double value = Math.max(-1e100, Math.min(1e100, given));
    of[COUNT]++;
    double before = value - of[MEAN];
    of[MEAN] += before / of[COUNT];
    of[SPREAD] += before * (value - of[MEAN]);
    double rate = 1;
    for (int m = 0; m < means; m++) {
      rate /= 4;
      of[MEANS + m] += Math.max(rate, 1 / of[COUNT]) * (value - of[MEANS + m]);
    }
  }

  void set(RunningMeans other) {
    for (int a = 0; a < moments.length; a++) {
      System.arraycopy(other.moments[a], 0, moments[a], 0, moments[a].length);
    }
  }

  long memoryBytes() {
    long numbers = 0;
    for (double[] of : moments) {
      numbers += of.length + 2;
    }
    return Double.BYTES * numbers;
  }

  void write(DataOutput out) throws IOException {
    for (double[] of : moments) {
      for (double moment : of) {
        out.writeDouble(moment);
      }
    }
  }

  void read(DataInput in) throws IOException {
    for (double[] of : moments) {
      for (int i = 0; i < of.length; i++) {
        of[i] = in.readDouble();
      }
    }
  }
}
