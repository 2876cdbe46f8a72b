package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.PackedEntity;
import java.io.IOException;

/** The packed entities of one subtask, by key. For one thread. */
interface Entities {

  /**
   * The entity, or {@code null} if there is none; may be changed in place and then {@link #put}.
   */
  PackedEntity get(String key) throws IOException;

  void put(String key, PackedEntity entity) throws IOException;

  void remove(String key) throws IOException;

  /** Brings everything to where a checkpoint finds it. */
  void flush() throws IOException;
}
