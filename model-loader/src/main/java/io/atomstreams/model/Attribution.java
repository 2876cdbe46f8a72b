package io.atomstreams.model;

/**
 * What each feature of a row adds to its score. For every row,
 *
 * <pre>
 *   |score − link⁻¹(base + Σ contributions)| ≤ 1e-6
 * </pre>
 *
 * where {@code score} is what {@link Model#score} gives for it. With the link {@code IDENTITY} the
 * bound is 1e-6 of {@code |base| + Σ |contributions|} where that is more than 1, with {@code LOG}
 * of the score where that is: scores are 32-bit floats, and libraries sum in them. Many threads may
 * call it at once; like a score, an attribution does not depend on the other rows of its batch.
 */
public interface Attribution {

  /** The scale on which contributions add up. */
  enum Link {
    /** They add up to the score. */
    IDENTITY {
      @Override
      public double inverse(double sum) {
        return sum;
      }
    },
    /** They add up to {@code ln(p / (1 − p))} of the score {@code p}. */
    LOGIT {
      @Override
      public double inverse(double sum) {
        return 1 / (1 + Math.exp(-sum));
      }
    },
    /** They add up to {@code ln} of the score: a count, a rate. */
    LOG {
      @Override
      public double inverse(double sum) {
        return Math.exp(sum);
      }
    };

    /** The score that belongs to a sum of contributions. */
    public abstract double inverse(double sum);
  }

  /** The method by name, for records: {@code linear}, {@code tree_shap}, … */
  String method();

  /** Whether the contributions are the exact Shapley values, or the exact terms of a linear sum. */
  boolean isExact();

  Link link();

  /**
   * Explains a flat batch.
   *
   * @param rows as {@link Model#score} takes them
   * @param rowCount 0 or more
   * @param out row-major, receives {@code rowCount × (featureCount + 1)} values: the contributions
   *     in the order of the features, then the base, which is what the model says of nobody in
   *     particular
   * @throws ModelException if an array is too short, or the model has been closed
   */
  void attribute(float[] rows, int rowCount, double[] out);
}
