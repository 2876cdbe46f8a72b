package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityHistory;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Opens histories as they come in: many of one addition after each other. */
final class Histories {

  private final Map<EntityKind, EntityHistory> byKind = new TreeMap<>();
  private int addition;

  /**
   * Opens one; valid until the next call.
   *
   * @throws IOException if the bytes are damaged or the addition brought the kind nothing
   */
  EntityState open(BackfillRecord record, EntityKind kind, EntityStages stages) throws IOException {
    if (record.number() != addition) {
      byKind.clear();
      addition = record.number();
    }
    EntityHistory history = byKind.get(kind);
    if (history == null) {
      history =
          stages
              .history(kind, addition)
              .orElseThrow(() -> new IOException("addition " + addition + " has none of " + kind));
      byKind.put(kind, history);
    }
    return history.open(record.packed());
  }
}
