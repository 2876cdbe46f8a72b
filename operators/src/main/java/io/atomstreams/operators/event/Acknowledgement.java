package io.atomstreams.operators.event;

/**
 * A group of keys says that it has done what a control record asked for. Written with the outputs,
 * so that whoever reads it with {@code read_committed} knows that everything before it is committed
 * or about to be.
 *
 * @param step what was done
 * @param addition id of the addition to the feature list
 * @param number its place among them
 * @param group the group of keys, 0 to {@code groups - 1}
 * @param refusal why it was not done; empty if it was
 * @param source the control record
 */
public record Acknowledgement(
    Step step,
    String addition,
    int number,
    int group,
    int groups,
    String refusal,
    SourcePosition source)
    implements Output {

  /** What a control record asks for. */
  public enum Step {
    /** Later events count in the added features. */
    IN_FORCE,
    /** The added features have their whole history. */
    READY
  }
}
