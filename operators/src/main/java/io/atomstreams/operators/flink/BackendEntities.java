package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.PackedEntity;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/** Entities in Flink's keyed state: every call goes to the state backend. */
final class BackendEntities implements Entities {

  private final ValueState<PackedEntity> state;
  private final Consumer<String> select;

  /**
   * Entities in a state.
   *
   * @param select makes a key the current one
   */
  BackendEntities(ValueState<PackedEntity> state, Consumer<String> select) {
    this.state = state;
    this.select = select;
  }

  @Override
  public PackedEntity get(String key) throws IOException {
    select.accept(key);
    return state.value();
  }

  @Override
  public void put(String key, PackedEntity entity) throws IOException {
    select.accept(key);
    state.update(entity);
  }

  @Override
  public void remove(String key) {
    select.accept(key);
    state.clear();
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }
}
