package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.SourcePosition;
import java.util.Comparator;

/**
 * One value that a replay gives otherwise than it was recorded.
 *
 * @param topic which output, by its name without prefix
 * @param source of which input
 * @param event type and id of the event, or what is known of it
 * @param entity empty where none is known
 * @param sequence as recorded, where it is
 * @param field a feature's name or a field of the record
 * @param at the entity's clock, ms: the first difference of an entity has the least
 */
public record Difference(
    String topic,
    SourcePosition source,
    String event,
    String entity,
    long sequence,
    String field,
    String recorded,
    String replayed,
    long at) {

  /** Feature records first, since predictions and alerts follow from the same state. */
  static final Comparator<Difference> ORDER =
      Comparator.comparing((Difference difference) -> !difference.topic.equals("features"))
          .thenComparingLong(Difference::at)
          .thenComparingLong(Difference::sequence)
          .thenComparing(Difference::source);

  @Override
  public String toString() {
    String whom = entity.isEmpty() ? "" : " of " + entity + " #" + sequence;
    return "%s of %s, %s%s: %s is recorded as %s, replayed as %s"
        .formatted(topic, source, event, whom, field, recorded, replayed);
  }
}
