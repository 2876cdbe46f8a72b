package io.atomstreams.operators.event;

import java.util.Locale;

/**
 * One score.
 *
 * @param id hash of tenant, scorer, role and source position: the same input always has the same id
 * @param entity key, {@code tenant|id}
 * @param scorer the scorer's id in the configuration
 * @param probability in [0, 1]
 * @param baseRate share of positives in training, in [0, 1]; the score when no model serves
 * @param modelVersion {@code name@version} of the model that made the score, or {@link #BASE_RATE}
 *     when none did
 * @param modelDigest first 16 digits of the hash of what that model computes; empty for none
 * @param insteadOf the version that should have made it and could not; empty if it did
 * @param role for whom the score counts
 * @param specHash hash of the settings that the vector follows from
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
    String modelDigest,
    String insteadOf,
    Role role,
    String specHash,
    String listHash,
    long sequence,
    long ts,
    SourcePosition source,
    long readAtMicros)
    implements Output, LearningInput {

  /** Stands for the model version of a score that no model made. */
  public static final String BASE_RATE = "base_rate";

  /** For whom a score counts. */
  public enum Role {
    /** For all entities but the canary's. */
    CHAMPION,
    /** For the canary's share of the entities. */
    CANARY,
    /** For nobody: it is compared with what the champion or canary said of the same vector. */
    SHADOW;

    /** As it is written in records. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String home() {
    return entity;
  }

  @Override
  public boolean isSide() {
    return role == Role.SHADOW;
  }

  /** The version that the roll-out asks for, whether it could answer or not. */
  public String assigned() {
    return insteadOf.isEmpty() ? modelVersion : insteadOf;
  }

  /** The same as predictions were before they said what they follow from. */
  public Prediction withoutLineage() {
    return new Prediction(
        id,
        tenant,
        entity,
        scorer,
        probability,
        baseRate,
        modelVersion,
        "",
        "",
        Role.CHAMPION,
        "",
        listHash,
        sequence,
        ts,
        source,
        readAtMicros);
  }

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
        modelDigest,
        insteadOf,
        role,
        specHash,
        anotherList,
        sequence,
        ts,
        source,
        readAtMicros);
  }
}
