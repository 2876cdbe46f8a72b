package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;

/** One thing that can befall a run. */
public interface Fault {

  /**
   * Happens, lasts, and is over when this returns: everything that was taken away is there again.
   *
   * @param random decides what is left open
   * @return what happened, in a few words
   * @throws BrokenPromiseException if the job did not do what it promises of such a fault
   */
  String befall(Stage stage, CounterRandom random);
}
