package io.atomstreams.pipelines.evaluate;

/**
 * Adds up how good a learner's predictions are, next to those of two that learn nothing of the
 * attributes: no change (the latest known label) and the average (the most frequent known class,
 * the mean of the known numbers). They know the labels the learner knows, no earlier.
 */
interface Account {

  static Account of(int classes) {
    return classes == 0 ? new NumberAccount() : new ClassAccount(classes);
  }

  /**
   * A prediction and what it turns out to be.
   *
   * @return its error: 0 or 1, or the distance
   */
  double add(double[] said, double target);

  /** A label is known from now on. */
  void known(double target);

  Scores learner();

  Scores noChange();

  Scores average();
}
