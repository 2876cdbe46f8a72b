package io.atomstreams.pipelines.evaluate;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.drift.Detector.Signal;

/**
 * A detector on the errors, in the order in which they come to be known. It takes 0 and 1 of
 * classes as they are. Of numbers it takes the distance {@code e} if it takes any; with {@code m}
 * the mean distance so far {@code e / (e + m)} if it takes what lies in [0, 1], and else whether
 * {@code e > m}.
 */
final class ErrorWatch<D> {

  private final Detector<D> detector;
  private final D state;
  private final boolean distances;
  private long count;
  private double mean;

  /**
   * @param distances whether errors are distances, not 0 and 1
   */
  ErrorWatch(Detector<D> detector, boolean distances) {
    this.detector = detector;
    this.state = detector.codec().create();
    this.distances = distances;
  }

  /** Whether errors have changed with this one. */
  boolean hasChanged(double error) {
    return detector.update(state, distances ? inDomain(error) : error) == Signal.DRIFT;
  }

  private double inDomain(double error) {
    count++;
    mean += (error - mean) / count;
    return switch (detector.domain()) {
      case REAL -> error;
      case UNIT -> error + mean > 0 ? error / (error + mean) : 0;
      case BINARY -> error > mean ? 1 : 0;
    };
  }
}
