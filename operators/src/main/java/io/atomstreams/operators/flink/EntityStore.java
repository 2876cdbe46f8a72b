package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.EntityPacker;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.feature.PackedEntity;
import java.io.IOException;
import java.util.function.ObjLongConsumer;

/**
 * The entities of one kind in an operator: opened to be worked on, packed again, removed once they
 * are worth nothing ({@link EntityStage#reach}).
 */
final class EntityStore {

  private EntityStage stage;
  private EntityPacker packer;
  private final Entities entities;
  private final ObjLongConsumer<String> removeAt;

  /**
   * A store.
   *
   * @param removeAt is told when to call {@link #expire} for a key, event time
   */
  EntityStore(EntityStage stage, Entities entities, ObjLongConsumer<String> removeAt) {
    this.stage = stage;
    this.packer = new EntityPacker(stage.layout());
    this.entities = entities;
    this.removeAt = removeAt;
  }

  EntityStage stage() {
    return stage;
  }

  /** Goes on with the stage of more features; entities follow when they are opened. */
  void evolve(EntityStage next) {
    stage = next;
    packer = new EntityPacker(next.layout());
  }

  /** The entity as it is kept; {@code null} if there is none. */
  PackedEntity find(String key) throws IOException {
    return entities.get(key);
  }

  /** Opens what {@link #find} gave; {@code null} if it found none. */
  EntityState open(PackedEntity found) {
    return found == null ? null : packer.open(found);
  }

  /** Keeps the entity after an event. */
  void keep(String key, EntityState state, PackedEntity found) throws IOException {
    entities.put(key, packer.pack(state, found));
    if (found == null) {
      removeAt.accept(key, stage.expiry(state) + 1);
    }
  }

  /** Takes in what was computed of the entity elsewhere. */
  void absorb(String key, EntityState elsewhere) throws IOException {
    PackedEntity found = find(key);
    keep(key, stage.absorb(open(found), elsewhere), found);
  }

  /** Removes the entity, or asks to be called again if it has lived on. */
  void expire(String key, long now) throws IOException {
    PackedEntity found = entities.get(key);
    if (found == null) {
      return;
    }
    long expiry = stage.expiry(packer.open(found));
    if (expiry < now) {
      entities.remove(key);
    } else {
      removeAt.accept(key, expiry + 1);
    }
  }

  /** Writes what the backend does not have yet. */
  void flush() throws IOException {
    entities.flush();
  }
}
