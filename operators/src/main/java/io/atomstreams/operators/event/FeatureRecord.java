package io.atomstreams.operators.event;

import java.util.Arrays;
import java.util.List;

/**
 * The log of one accepted or repeated event: what it did to which entities, and, if it was scored,
 * the vector exactly as the model saw it. In the order of {@code sequence} these records are the
 * history from which every feature value can be recomputed.
 *
 * @param type the event's type, as in {@link EventType#wireName()}
 * @param ts the event's own time, ms
 * @param touched the entities whose state the event changed; empty for an event without a known
 *     entity
 * @param asOf the entity's clock after the event, ms: the instant the vector is about
 * @param listHash hash of the ordered feature names, empty where there is no vector
 * @param vector feature values in list order, {@code NaN} where a feature has no value; empty
 *     unless the outcome is {@link Outcome#SCORED}
 * @param generation how many additions to the declared feature list were in force when the event
 *     was taken in
 * @param ready how many features of the vector, from the first, have their whole history; the
 *     others were added to the running job and are still {@code NaN}
 * @param repaired the rules that have repaired the event, in their order; often none
 * @param readAtMicros wall clock when the source read the event, µs since the epoch. Not part of
 *     the record's identity: it travels in a header.
 */
public record FeatureRecord(
    String tenant,
    String eventId,
    String type,
    long ts,
    Outcome outcome,
    List<Touch> touched,
    long asOf,
    String listHash,
    float[] vector,
    int generation,
    int ready,
    SourcePosition source,
    List<String> repaired,
    long readAtMicros)
    implements Output, LearningInput {

  /** Under a list without additions, all of whose features are ready. */
  public FeatureRecord(
      String tenant,
      String eventId,
      String type,
      long ts,
      Outcome outcome,
      List<Touch> touched,
      long asOf,
      String listHash,
      float[] vector,
      SourcePosition source,
      List<String> repaired,
      long readAtMicros) {
    this(
        tenant,
        eventId,
        type,
        ts,
        outcome,
        touched,
        asOf,
        listHash,
        vector,
        0,
        vector.length,
        source,
        repaired,
        readAtMicros);
  }

  /** The same of an event that no rule has repaired. */
  public FeatureRecord(
      String tenant,
      String eventId,
      String type,
      long ts,
      Outcome outcome,
      List<Touch> touched,
      long asOf,
      String listHash,
      float[] vector,
      SourcePosition source,
      long readAtMicros) {
    this(
        tenant,
        eventId,
        type,
        ts,
        outcome,
        touched,
        asOf,
        listHash,
        vector,
        source,
        List.of(),
        readAtMicros);
  }

  /** What became of an event that is not a dead letter. */
  public enum Outcome {
    /** Changed state and was scored. */
    SCORED,
    /** Accepted, not scored. */
    UPDATED,
    /** Its id was seen before; changed nothing. */
    DUPLICATE
  }

  /**
   * One entity an event touched.
   *
   * @param entity key: {@code tenant|id} of a customer, {@code kind/tenant|id} of any other
   * @param sequence how many events this entity's state has taken in, this one included; begins at
   *     1 again after the state has expired. A duplicate carries the sequence it found.
   */
  public record Touch(String entity, long sequence) {

    /** In place of the sequence while the entity has not answered; never leaves a job. */
    public static final long UNANSWERED = 0;

    public boolean isCustomer() {
      int slash = entity.indexOf('/');
      return slash < 0 || slash > entity.indexOf('|');
    }
  }

  public boolean scored() {
    return outcome == Outcome.SCORED;
  }

  /** The customer the event is filed under, or {@code null} where none is known. */
  public String entity() {
    return touched.isEmpty() || !touched.get(0).isCustomer() ? null : touched.get(0).entity();
  }

  /** Under which key the record is on its way: its customer's, or one of a few without meaning. */
  @Override
  public String home() {
    String entity = entity();
    return entity == null ? source.spread() : entity;
  }

  /** The same with other touches, list, vector and repairs. */
  private FeatureRecord with(
      List<Touch> touches,
      String hash,
      float[] values,
      int aGeneration,
      int readyThere,
      List<String> repairs) {
    return new FeatureRecord(
        tenant,
        eventId,
        type,
        ts,
        outcome,
        touches,
        asOf,
        hash,
        values,
        aGeneration,
        readyThere,
        source,
        repairs,
        readAtMicros);
  }

  /**
   * The same as it would be under an earlier generation of its list.
   *
   * @param size of the vector then; without effect where there is none
   * @param readyThen how many features of it had their history
   */
  public FeatureRecord under(int earlier, int size, int readyThen, String hashThen) {
    if (!scored()) {
      return with(touched, listHash, vector, earlier, ready, repaired);
    }
    float[] front = Arrays.copyOf(vector, size);
    Arrays.fill(front, readyThen, size, Float.NaN);
    return with(touched, hashThen, front, earlier, readyThen, repaired);
  }

  /** The same as records were before they said who has repaired the event. */
  public FeatureRecord withoutRepairs() {
    return with(touched, listHash, vector, generation, ready, List.of());
  }

  /**
   * The same with other touches, and at most so many features ready.
   *
   * @param readyThere 0 or more
   */
  public FeatureRecord touching(List<Touch> touches, int readyThere) {
    return with(touches, listHash, vector, generation, Math.min(ready, readyThere), repaired);
  }
}
