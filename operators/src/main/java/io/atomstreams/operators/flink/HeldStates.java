package io.atomstreams.operators.flink;

import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The states that one subtask worked on lately, as objects, in front of the state backend: a
 * learner of megabytes is not written and read for each example. Those used longest ago give way;
 * before a checkpoint all are written and let go, since a checkpoint may still read what it was
 * given while the next input changes it.
 */
final class HeldStates<S> {

  private final ValueState<S> backend;
  private final Consumer<String> select;
  private final StateCodec<S> codec;
  private final int most;
  private final LinkedHashMap<String, S> held = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * States of a backend.
   *
   * @param select makes a key the current one
   * @param most states held at a time, 1 or more
   */
  HeldStates(ValueState<S> backend, Consumer<String> select, StateCodec<S> codec, int most) {
    this.backend = backend;
    this.select = select;
    this.codec = codec;
    this.most = most;
  }

  /** The state of the current key, which may be changed until the next call; null if none. */
  S find(String key) throws IOException {
    S state = held.get(key);
    if (state == null) {
      S found = backend.value();
      if (found == null) {
        return null;
      }
      state = codec.adopt(found);
      hold(key, state);
    }
    return state;
  }

  /** Begins a state of the current key. */
  S create(String key) throws IOException {
    S state = codec.create();
    hold(key, state);
    return state;
  }

  /** Forgets the state of the current key. */
  void remove(String key) {
    held.remove(key);
    backend.clear();
  }

  private void hold(String key, S state) throws IOException {
    held.put(key, state);
    if (held.size() > most) {
      Map.Entry<String, S> eldest = held.entrySet().iterator().next();
      held.remove(eldest.getKey());
      write(eldest.getKey(), eldest.getValue());
      select.accept(key);
    }
  }

  private void write(String key, S state) throws IOException {
    select.accept(key);
    backend.update(state);
  }

  /** Writes all and holds none. */
  void flush() throws IOException {
    for (Map.Entry<String, S> each : held.entrySet()) {
      write(each.getKey(), each.getValue());
    }
    held.clear();
  }
}
