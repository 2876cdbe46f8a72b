package io.atomstreams.pipelines.replay;

import java.util.Map;
import java.util.Optional;

/**
 * A replay held against the record.
 *
 * @param topics by output topic, without prefix
 * @param vectors pairs of vectors of the same feature list
 * @param fields how many feature records differ in a field or a feature, for each that does in any
 * @param otherModels predictions that were made by another version of the model: not compared
 * @param notFollowed records that differ in nothing but what entities beside the customer have
 *     said, and predictions made of it: the order of events there is not followed
 */
public record Comparison(
    Map<String, Counts> topics,
    long vectors,
    Map<String, Long> fields,
    long otherModels,
    long notFollowed,
    Optional<Difference> first) {

  /**
   * Records of one topic.
   *
   * @param same to the bit
   * @param missing recorded, not replayed
   * @param added replayed, not recorded
   */
  public record Counts(long same, long different, long missing, long added) {

    public boolean isSame() {
      return different == 0 && missing == 0 && added == 0;
    }
  }

  /** Whether something was compared and nothing was different. */
  public boolean isSame() {
    return topics.values().stream().allMatch(Counts::isSame)
        && topics.values().stream().anyMatch(counts -> counts.same() > 0);
  }
}
