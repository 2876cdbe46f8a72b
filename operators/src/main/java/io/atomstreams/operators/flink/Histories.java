package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityHistory;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Opens histories as they come in: many of one addition after each other. */
final class Histories {

  private final Map<EntityKind, EntityHistory> byKind = new TreeMap<>();
  private final Map<Integer, String> spoiled = new HashMap<>();
  private String addition = "";

  /**
   * Opens one; valid until the next call.
   *
   * @throws IOException if the bytes are damaged or the addition brought the kind nothing
   */
  EntityState open(BackfillRecord record, EntityKind kind, EntityStages stages) throws IOException {
    turnTo(record.addition());
    EntityHistory history = byKind.get(kind);
    if (history == null) {
      history =
          stages
              .history(kind, record.number())
              .orElseThrow(() -> new IOException(record.addition() + " has none of " + kind));
      byKind.put(kind, history);
    }
    return history.open(record.packed());
  }

  private void turnTo(String another) {
    if (!another.equals(addition)) {
      byKind.clear();
      spoiled.clear();
      addition = another;
    }
  }

  /** Notes that a group of keys has not got all of its histories, and why. */
  void spoil(String ofAddition, int group, String why) {
    turnTo(ofAddition);
    spoiled.put(group, why);
  }

  /** Why a group has not; empty if nothing is known against it. */
  String spoiled(String ofAddition, int group) {
    return ofAddition.equals(addition) ? spoiled.getOrDefault(group, "") : "";
  }
}
