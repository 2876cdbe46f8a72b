package io.atomstreams.model.explain;

import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;

/**
 * A model's scores on the scale on which they are explained: the logit of a probability, anything
 * else as it is.
 *
 * <p>A probability closer to 0 or 1 than {@link #EDGE} counts as that far away. A {@code float}
 * near 1 has steps of 6e-8 and reaches 1 itself, whose logit is infinite; so a sum of contributions
 * differs from such a score by less than 2e-7.
 */
final class LinkScores {

  private static final double EDGE = 0x1.0p-23;

  private final Model model;
  private final Link link;
  private final int width;
  private final int column;

  LinkScores(Model model) {
    ModelSignature signature = model.signature();
    this.model = model;
    this.link =
        signature.score().kind() == ModelSignature.Kind.PROBABILITY ? Link.LOGIT : Link.IDENTITY;
    this.width = signature.outputWidth();
    this.column = signature.scoreColumn();
  }

  Link link() {
    return link;
  }

  int featureCount() {
    return model.signature().featureCount();
  }

  /** One value per row; the array may be longer than {@code rowCount}. */
  double[] of(float[] rows, int rowCount) {
    float[] out = new float[rowCount * width];
    model.score(rows, rowCount, out);
    double[] scores = new double[rowCount];
    for (int row = 0; row < rowCount; row++) {
      scores[row] = onLink(out[row * width + column]);
    }
    return scores;
  }

  private double onLink(double score) {
    if (Double.isNaN(score)) {
      throw new ModelException("a row scores NaN, which nothing explains; check its features");
    }
    if (link == Link.IDENTITY) {
      return score;
    }
    double p = Math.min(1 - EDGE, Math.max(EDGE, score));
    return StrictMath.log(p / (1 - p));
  }
}
