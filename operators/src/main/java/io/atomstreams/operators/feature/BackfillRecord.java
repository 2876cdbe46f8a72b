package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.SourcePosition;

/**
 * One record on its way to entities whose features are to be given a history they have not lived
 * through.
 *
 * <pre>
 *   BEGIN n      to every group of keys: from here on events count in the features of addition n
 *   HISTORY n    to an entity: what the events before that come to
 *   END n        to every group of keys: that was all
 * </pre>
 *
 * @param addition its id
 * @param number of the addition to the feature list
 * @param key of the entity, or a key of the group; empty of a record to every group
 * @param packed the entity's packed state under the added features alone; otherwise empty
 * @param source where the record lies
 */
public record BackfillRecord(
    Step step, String addition, int number, String key, byte[] packed, SourcePosition source) {

  /** What the record is. */
  public enum Step {
    BEGIN,
    HISTORY,
    END
  }

  /** The same for one group of keys. */
  public BackfillRecord to(String group) {
    return new BackfillRecord(step, addition, number, group, packed, source);
  }
}
