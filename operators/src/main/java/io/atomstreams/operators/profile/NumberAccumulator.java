package io.atomstreams.operators.profile;

import io.atomstreams.operators.profile.FieldProfile.Numbers;
import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * How numbers are spread. Mean and squared deviations are carried along as they change (Welford
 * 1962), and those of two parts joined (Chan, Golub and LeVeque 1979): neither loses digits where
 * the mean is large against the deviation.
 */
final class NumberAccumulator {

  /** Numbers a quantile sketch keeps a level. */
  static final int K = 400;

  final KllDoublesSketch quantiles;
  double mean;

  /** Sum of squared deviations from the mean. */
  double squares;

  NumberAccumulator() {
    this(KllDoublesSketch.newHeapInstance(K), 0, 0);
  }

  NumberAccumulator(KllDoublesSketch quantiles, double mean, double squares) {
    this.quantiles = quantiles;
    this.mean = mean;
    this.squares = squares;
  }

  void add(double number) {
    quantiles.update(number);
    double from = number - mean;
    mean += from / quantiles.getN();
    squares += from * (number - mean);
  }

  void merge(NumberAccumulator other) {
    double mine = quantiles.getN();
    double others = other.quantiles.getN();
    if (others == 0) {
      return;
    }
    double apart = other.mean - mean;
    double all = mine + others;
    mean += apart * others / all;
    squares += other.squares + apart * apart * mine * others / all;
    quantiles.merge(other.quantiles);
  }

  Numbers result() {
    long count = quantiles.getN();
    double[] ranks = Numbers.RANKS.stream().mapToDouble(Double::doubleValue).toArray();
    List<Double> values =
        Arrays.stream(quantiles.getQuantiles(ranks, QuantileSearchCriteria.INCLUSIVE))
            .boxed()
            .toList();
    double deviation = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    return new Numbers(
        count,
        quantiles.getMinItem(),
        quantiles.getMaxItem(),
        finite(mean),
        finite(deviation),
        values);
  }

  /** Differences of the greatest doubles are beyond a double. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
