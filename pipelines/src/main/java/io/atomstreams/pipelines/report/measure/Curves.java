package io.atomstreams.pipelines.report.measure;

import io.atomstreams.operators.evaluation.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Curves of a yes-or-no model, from what its probabilities were answered by.
 *
 * <ul>
 *   <li>ROC: share of the yes against share of the no at or above each probability; the area under
 *       it counts ties half.
 *   <li>Precision against recall; average precision is {@code Σ (Rᵢ − Rᵢ₋₁) Pᵢ} over the different
 *       probabilities from the greatest down, without interpolation.
 *   <li>Calibration: mean probability against share of yes in tenths, with Wilson's interval.
 * </ul>
 */
public final class Curves {

  /** Two-sided 95 %. */
  private static final double Z = 1.959963984540054;

  private final NavigableMap<Float, long[]> rows;
  private final long noes;
  private final long yeses;

  /** Of what a table holds now. */
  public Curves(ScoreTable table) {
    this.rows = table.rows();
    this.noes = table.noes();
    this.yeses = table.yeses();
  }

  /**
   * A place on a curve.
   *
   * @param across share of the no, or recall
   * @param up share of the yes, or precision
   */
  public record Place(double across, double up) {}

  /**
   * From (0, 0) to (1, 1), none closer to the next than {@code apart}; empty without both answers.
   */
  public List<Place> roc(double apart) {
    List<Place> places = new ArrayList<>();
    if (noes == 0 || yeses == 0) {
      return places;
    }
    Place last = new Place(0, 0);
    places.add(last);
    long no = 0;
    long yes = 0;
    for (long[] at : rows.descendingMap().values()) {
      no += at[0];
      yes += at[1];
      Place place = new Place((double) no / noes, (double) yes / yeses);
      boolean end = no == noes && yes == yeses;
      if (end || place.across - last.across + place.up - last.up >= apart) {
        places.add(place);
        last = place;
      }
      if (end) {
        break;
      }
    }
    return places;
  }

  /** The area under the ROC curve; {@code NaN} without both answers. */
  public double area() {
    double pairs = 0;
    long below = 0;
    for (long[] at : rows.values()) {
      pairs += at[1] * (below + at[0] / 2.0);
      below += at[0];
    }
    return pairs / ((double) noes * yeses);
  }

  /** How far the area may be off for counting equal probabilities half. */
  public double areaOfTies() {
    double pairs = 0;
    for (long[] at : rows.values()) {
      pairs += at[1] * (at[0] / 2.0);
    }
    return pairs / ((double) noes * yeses);
  }

  /** Standard error of the area (Hanley and McNeil 1982). */
  public double areaError() {
    double a = area();
    double one = a / (2 - a);
    double two = 2 * a * a / (1 + a);
    double variance =
        (a * (1 - a) + (yeses - 1) * (one - a * a) + (noes - 1) * (two - a * a))
            / ((double) noes * yeses);
    return Math.sqrt(Math.max(0, variance));
  }

  /** The 95 % interval of the area, within [0, 1]. */
  public Proportion.Interval areaInterval() {
    double half = Z * areaError();
    return new Proportion.Interval(Math.max(0, area() - half), Math.min(1, area() + half));
  }

  /**
   * From the greatest probability down, none closer to the next than {@code apart}; empty without a
   * yes.
   */
  public List<Place> precisionRecall(double apart) {
    List<Place> places = new ArrayList<>();
    long all = 0;
    long yes = 0;
    Place last = null;
    for (long[] at : rows.descendingMap().values()) {
      all += at[0] + at[1];
      yes += at[1];
      if (yeses == 0) {
        return places;
      }
      Place place = new Place((double) yes / yeses, (double) yes / all);
      boolean far =
          last == null
              || Math.abs(place.across - last.across) + Math.abs(place.up - last.up) >= apart;
      if (far || (yes == yeses && last.across < 1)) {
        places.add(place);
        last = place;
      }
    }
    return places;
  }

  /** {@code NaN} without a yes. */
  public double averagePrecision() {
    double sum = 0;
    long all = 0;
    long yes = 0;
    for (long[] at : rows.descendingMap().values()) {
      all += at[0] + at[1];
      yes += at[1];
      sum += (double) at[1] * yes / all;
    }
    return sum / yeses;
  }

  /**
   * A tenth of the probabilities.
   *
   * @param from belongs to it
   * @param said mean probability
   * @param share of yes, with where the true share lies, at 95 %
   */
  public record Tenth(
      double from, double to, long answers, double said, double share, Proportion.Interval sure) {}

  /** Tenths that hold answers. */
  public List<Tenth> calibration() {
    int bins = ScoreTable.CALIBRATION_BINS;
    long[] answers = new long[bins];
    long[] yes = new long[bins];
    double[] said = new double[bins];
    for (Map.Entry<Float, long[]> row : rows.entrySet()) {
      int bin = (int) Math.min(bins - 1, row.getKey() * (double) bins);
      long all = row.getValue()[0] + row.getValue()[1];
      answers[bin] += all;
      yes[bin] += row.getValue()[1];
      said[bin] += (double) row.getKey() * all;
    }
    List<Tenth> tenths = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      if (answers[i] > 0) {
        Proportion share = new Proportion(yes[i], answers[i]);
        tenths.add(
            new Tenth(
                (double) i / bins,
                (i + 1.0) / bins,
                answers[i],
                said[i] / answers[i],
                share.rate(),
                share.wilson(Z)));
      }
    }
    return tenths;
  }
}
