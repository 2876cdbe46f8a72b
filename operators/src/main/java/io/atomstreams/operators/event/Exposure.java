package io.atomstreams.operators.event;

/**
 * An entity was scored by one of two models for the first time in a step of a canary's ramp: what
 * an analysis of the roll-out counts. Written at least once; readers keep one of each id.
 *
 * @param id hash of tenant, scorer, transition, step and entity
 * @param entity key, {@code tenant|id}
 * @param transition the transition that began the canary
 * @param step place in its ramp, from 0
 * @param share of the entities that the canary answers for in this step, in (0, 1]
 * @param role whom the entity belongs to: champion or canary
 * @param ts time of the event, ms
 */
public record Exposure(
    String id,
    String tenant,
    String entity,
    String scorer,
    int transition,
    int step,
    double share,
    Prediction.Role role,
    String modelVersion,
    long sequence,
    long ts,
    SourcePosition source,
    long readAtMicros)
    implements Output {

  @Override
  public boolean isSide() {
    return true;
  }
}
