package io.atomstreams.operators.calibration;

/** What every calibrator asks of its arguments. */
final class CalibrationInput {

  private CalibrationInput() {}

  static void require(double score, double weight) {
    requireScore(score);
    if (!Double.isFinite(weight) || weight == 0) {
      throw new IllegalArgumentException(
          "a label's weight is %s, must be a number other than 0".formatted(weight));
    }
  }

  static void requireScore(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(
          "a score is %s, must be a probability in [0, 1]".formatted(score));
    }
  }
}
