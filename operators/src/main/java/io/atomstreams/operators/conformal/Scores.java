package io.atomstreams.operators.conformal;

/** What every threshold asks of a score. */
final class Scores {

  private Scores() {}

  static void requireFinite(double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException(
          "a conformal score is %s; it must be finite: leave this label out".formatted(score));
    }
  }
}
