package io.atomstreams.model.engine;

import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingSet;

/** What the rows must score, computed in the plainest way. */
public interface Formula {

  float[] scores(float[] rows, int rowCount);

  /** The network in plain Java. */
  static Formula of(TrainedNetwork network) {
    return (rows, rowCount) ->
        network.predict(
            new TrainingSet(network.features(), rows, new boolean[rowCount], new long[rowCount]));
  }
}
