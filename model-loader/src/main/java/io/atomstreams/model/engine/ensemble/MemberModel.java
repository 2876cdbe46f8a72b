package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelSignature;
import java.util.List;

/** A model that takes its features out of longer rows, by name. */
final class MemberModel implements AutoCloseable {

  private final Model model;

  /** Where each of its features stands in a row of the ensemble. */
  private final int[] columns;

  private final int rowWidth;

  MemberModel(Model model, List<String> ensembleFeatures) {
    this.model = model;
    this.rowWidth = ensembleFeatures.size();
    this.columns =
        model.signature().features().stream().mapToInt(ensembleFeatures::indexOf).toArray();
  }

  /** Its score of each row; the array may be longer. */
  double[] scores(float[] rows, int rowCount) {
    ModelSignature signature = model.signature();
    int width = signature.outputWidth();
    float[] out = new float[rowCount * width];
    model.score(project(rows, rowCount), rowCount, out);
    double[] scores = new double[rowCount];
    for (int row = 0; row < rowCount; row++) {
      scores[row] = out[row * width + signature.scoreColumn()];
    }
    return scores;
  }

  private float[] project(float[] rows, int rowCount) {
    float[] own = new float[rowCount * columns.length];
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < columns.length; i++) {
        own[row * columns.length + i] = rows[row * rowWidth + columns[i]];
      }
    }
    return own;
  }

  /** Whether it explains itself on that scale. */
  boolean explainsOn(Attribution.Link link) {
    return model.attribution().filter(own -> own.link() == link).isPresent();
  }

  boolean explainsExactly() {
    return model.attribution().filter(Attribution::isExact).isPresent();
  }

  /** Adds {@code weight} times its contributions and base to those of the ensemble's rows. */
  void addContributions(float[] rows, int rowCount, double weight, double[] out) {
    int width = columns.length + 1;
    double[] own = new double[rowCount * width];
    model.attribution().orElseThrow().attribute(project(rows, rowCount), rowCount, own);
    for (int row = 0; row < rowCount; row++) {
      int start = row * (rowWidth + 1);
      for (int i = 0; i < columns.length; i++) {
        out[start + columns[i]] += weight * own[row * width + i];
      }
      out[start + rowWidth] += weight * own[row * width + columns.length];
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
