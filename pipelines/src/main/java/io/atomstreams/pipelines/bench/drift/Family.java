package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.operators.state.CounterRandom;

/**
 * Streams of one kind, one for each seed.
 *
 * @param summary what changes, in half a sentence
 * @param binary whether all values are 0 or 1
 */
public record Family(String name, String summary, boolean binary, Maker make) {

  /** Makes one stream. */
  @FunctionalInterface
  interface Maker {

    /** A stream of so many values. */
    Course of(int length, CounterRandom random);
  }

  Course course(int length, long seed) {
    return make.of(length, new CounterRandom(CounterRandom.mix(seed) ^ name.hashCode()));
  }
}
