package io.atomstreams.model.training;

import io.atomstreams.model.training.TrainedNetwork.Epoch;

/** Hears how a training goes, and may end it. */
@FunctionalInterface
public interface TrainingProgress {

  /** Hears of every epoch as it ends. */
  void finished(Epoch epoch);

  /**
   * Hears of every step as it ends.
   *
   * @param epoch from 1
   * @param rows learned in this epoch so far
   * @param of rows of an epoch
   */
  default void learned(int epoch, int rows, int of) {}

  /**
   * Asked after every step. No: the epoch is cut short, measured, and is the last one. What is
   * bounded by time in this way is not the same twice.
   */
  default boolean goesOn() {
    return true;
  }
}
