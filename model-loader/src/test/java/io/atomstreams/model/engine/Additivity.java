package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;

/** The promise of an attribution: contributions and base add up to the score, through the link. */
public final class Additivity {

  private Additivity() {}

  public static void require(Model model, float[] rows, int rowCount) {
    Attribution attribution = model.attribution().orElseThrow();
    int width = model.signature().featureCount() + 1;
    int outputs = model.signature().outputWidth();
    double[] contributions = new double[rowCount * width];
    float[] scores = new float[rowCount * outputs];
    attribution.attribute(rows, rowCount, contributions);
    model.score(rows, rowCount, scores);
    for (int row = 0; row < rowCount; row++) {
      double sum = 0;
      double size = 0;
      for (int i = 0; i < width; i++) {
        sum += contributions[row * width + i];
        size += Math.abs(contributions[row * width + i]);
      }
      boolean identity = attribution.link() == Attribution.Link.IDENTITY;
      double score = scores[row * outputs + model.signature().scoreColumn()];
      assertThat(attribution.link().inverse(sum))
          .as("row %d", row)
          .isCloseTo(score, within(1e-6 * (identity ? Math.max(1, size) : 1)));
    }
  }
}
