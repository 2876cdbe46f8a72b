package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.state.StateCodec;

/** What codecs of immutable records have in common: nothing to create empty, nothing to copy. */
abstract class RecordCodec<T> implements StateCodec<T> {

  private final String id;

  RecordCodec(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public T create() {
    return null;
  }

  @Override
  public T copy(T record) {
    return record;
  }
}
