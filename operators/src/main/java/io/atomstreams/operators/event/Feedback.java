package io.atomstreams.operators.event;

/**
 * What a person or a system says is the true answer to a question about an earlier event.
 *
 * @param entity key, {@code tenant|id}, of the entity the event is filed under
 * @param label the question's id
 * @param about which event it is about
 * @param value 1 for a positive, 0 for a negative, or any finite number the label is measured in
 * @param ts when it was said, event time, ms
 * @param by who says it
 * @param source where it stands on the topic {@code feedback}
 */
public record Feedback(
    String tenant,
    String entity,
    String label,
    About about,
    double value,
    long ts,
    String by,
    SourcePosition source,
    long readAtMicros)
    implements LearningInput {

  /** By what an event is named. */
  public enum Named {
    /** Its own id. */
    EVENT,
    /** The id of a prediction that was made of it. */
    PREDICTION,
    /** Where it stands in Kafka, as {@link SourcePosition#toString} writes it. */
    SOURCE
  }

  /** An event by one of its names. */
  public record About(Named named, String id) {

    public static About event(String id) {
      return new About(Named.EVENT, id);
    }

    public static About prediction(String id) {
      return new About(Named.PREDICTION, id);
    }

    public static About source(SourcePosition source) {
      return new About(Named.SOURCE, source.toString());
    }
  }

  @Override
  public String home() {
    return entity;
  }
}
