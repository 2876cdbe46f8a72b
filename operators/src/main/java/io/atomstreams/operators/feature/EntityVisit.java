package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SourcePosition;

/**
 * An accepted event on its way to one entity beside its customer.
 *
 * @param home the key under which the event's record waits for the answer
 * @param source the event's position: with {@code home} it names the record
 * @param place the entity's place among those the event touches
 * @param id of the entity, without kind and tenant
 * @param event what of the event concerns the entity
 * @param read whether values are wanted back
 * @param generation of the feature list under which the event was taken in
 */
public record EntityVisit(
    String home,
    SourcePosition source,
    int place,
    EntityKind kind,
    String id,
    Event event,
    boolean read,
    int generation) {

  private static final float[] NOTHING = {};

  /** The entity's key. */
  public String key() {
    return kind.key(event.tenant(), id);
  }

  /**
   * What the entity says.
   *
   * @param sequence how many events its state has taken in, this one included
   * @param ready how many additions to the list have their whole history at the entity
   * @param values of the kind's features in list order, {@code NaN} if missing, those of later
   *     generations at the end; empty if not wanted
   */
  public record Answer(
      String home,
      SourcePosition source,
      int place,
      EntityKind kind,
      long sequence,
      int ready,
      float[] values) {}

  /** The answer of a stage that has taken the event in. */
  public Answer answer(EntityStage stage, EntityState state, int ready) {
    float[] values = read ? stage.vector(state) : NOTHING;
    return new Answer(home, source, place, kind, state.sequence(), ready, values);
  }
}
