package io.atomstreams.model.packaging;

import io.atomstreams.model.explain.Background;
import io.atomstreams.model.training.TrainingSet;

/** What a trained model's scores are explained against: training rows from all over the period. */
final class TrainingBackground {

  private TrainingBackground() {}

  /** At most {@link Background#MOST_ROWS} rows at even distances. */
  static Background of(TrainingSet train) {
    return Background.spread(train.features(), train.rows(), train.rowCount());
  }
}
