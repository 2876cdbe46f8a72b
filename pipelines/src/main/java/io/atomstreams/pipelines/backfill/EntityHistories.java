package io.atomstreams.pipelines.backfill;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.feature.EntityHistory;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.PackedEntity;
import io.atomstreams.operators.validation.Intake;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What accepted events come to in the features of one addition, entity by entity. The events may
 * come in any order. Keeps about 100 bytes and a packed state an entity in memory.
 */
final class EntityHistories {

  /** The states of one kind of entity. */
  private static final class Kind {
    private final EntityHistory history;
    private final Map<String, PackedEntity> states = new HashMap<>();

    Kind(EntityHistory history) {
      this.history = history;
    }

    void apply(String key, Event event) {
      if (history.counts(event.type())) {
        states.compute(key, (k, before) -> history.add(before, event));
      }
    }
  }

  private final EntityStages stages;
  private final Map<EntityKind, Kind> kinds = new TreeMap<>();

  /**
   * Histories without events.
   *
   * @param stages of the list with the addition
   */
  EntityHistories(EntityStages stages, int addition) {
    this.stages = stages;
    for (EntityKind kind : stages.lists().latest().kinds()) {
      stages.history(kind, addition).ifPresent(history -> kinds.put(kind, new Kind(history)));
    }
  }

  /** Whether the addition reads only what is there already. */
  boolean areNeedless() {
    return kinds.isEmpty();
  }

  /** Counts an event that the job has accepted. */
  void apply(Intake intake) {
    Event event = intake.event();
    Kind customers = kinds.get(EntityKind.CUSTOMER);
    if (customers != null && intake.hasEntity()) {
      customers.apply(intake.route(), event);
    }
    for (EntityVisit visit : stages.visits(event, intake.route(), intake.source(), 0, false)) {
      Kind kind = kinds.get(visit.kind());
      if (kind != null) {
        kind.apply(visit.key(), visit.event());
      }
    }
  }

  /** How many entities have a history. */
  long size() {
    return kinds.values().stream().mapToLong(kind -> kind.states.size()).sum();
  }

  /** Each entity's key and packed state. */
  void forEach(BiConsumer<String, byte[]> sink) {
    kinds
        .values()
        .forEach(
            kind ->
                kind.states.forEach((key, entity) -> sink.accept(key, kind.history.pack(entity))));
  }
}
