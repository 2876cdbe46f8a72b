package io.atomstreams.operators.event;

/**
 * One score.
 *
 * @param id hash of tenant, scorer, role and source position: the same input always has the same id
 * @param entity key, {@code tenant|id}
 * @param scorer the scorer's id in the configuration
 * @param probability in [0, 1]
 * @param baseRate share of positives in training, in [0, 1]; the score when no model serves
 * @param modelVersion {@code name@version}, or {@link #BASE_RATE} when no model serves
 * @param listHash hash of the ordered feature names of the vector that was scored
 * @param sequence the entity's sequence number of the scored event
 * @param ts the event's own time, ms
 */
public record Prediction(
    String id,
    String tenant,
    String entity,
    String scorer,
    float probability,
    float baseRate,
    String modelVersion,
    String listHash,
    long sequence,
    long ts,
    SourcePosition source,
    long readAtMicros)
    implements Output {

  /** Stands for the model version of a score that no model made. */
  public static final String BASE_RATE = "base_rate";

  /** The same of a vector of another list. */
  public Prediction under(String anotherList) {
    return new Prediction(
        id,
        tenant,
        entity,
        scorer,
        probability,
        baseRate,
        modelVersion,
        anotherList,
        sequence,
        ts,
        source,
        readAtMicros);
  }
}
