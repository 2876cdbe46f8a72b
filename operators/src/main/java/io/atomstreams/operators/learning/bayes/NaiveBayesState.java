package io.atomstreams.operators.learning.bayes;

import io.atomstreams.operators.learning.encoding.OnlineScaler;

/**
 * What {@link NaiveBayes} has counted. For one thread.
 *
 * <p>{@code numbers[c]} are the moments of the numbers of class {@code c}, {@code all} those of all
 * classes; {@code levels[c]} the weight of each level of each category, one category behind the
 * other.
 */
public final class NaiveBayesState {

  final double[] classes;
  final OnlineScaler all;
  final OnlineScaler[] numbers;
  final double[][] levels;

  NaiveBayesState(double[] classes, OnlineScaler all, OnlineScaler[] numbers, double[][] levels) {
    this.classes = classes;
    this.all = all;
    this.numbers = numbers;
    this.levels = levels;
  }

  NaiveBayesState copy() {
    OnlineScaler[] ofNumbers = new OnlineScaler[numbers.length];
    double[][] ofLevels = new double[levels.length][];
    for (int c = 0; c < classes.length; c++) {
      ofNumbers[c] = numbers[c].copy();
      ofLevels[c] = levels[c].clone();
    }
    return new NaiveBayesState(classes.clone(), all.copy(), ofNumbers, ofLevels);
  }

  void add(NaiveBayesState other) {
    all.add(other.all);
    for (int c = 0; c < classes.length; c++) {
      classes[c] += other.classes[c];
      numbers[c].add(other.numbers[c]);
      for (int i = 0; i < levels[c].length; i++) {
        levels[c][i] += other.levels[c][i];
      }
    }
  }
}
