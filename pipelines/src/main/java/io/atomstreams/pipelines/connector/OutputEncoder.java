package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Output;

/**
 * Turns one kind of output into a record value. Reuses its buffers: an instance belongs to one
 * thread.
 */
public interface OutputEncoder<T extends Output> {

  /**
   * The value's bytes; the caller owns the array.
   *
   * @throws IllegalArgumentException if the record breaks its own contract; the message names it
   */
  byte[] encode(T output);
}
