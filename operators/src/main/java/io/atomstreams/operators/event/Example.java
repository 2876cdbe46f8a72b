package io.atomstreams.operators.event;

import java.util.List;

/**
 * One vector whose answer is known, or a correction of one that was given out too early. For each
 * opened question there is one example at its cut, {@link Kind#FIRST}; where a later event shows
 * that its answer was wrong, there follow two at that event's time: the wrong one taken back,
 * {@link Kind#RETRACTED}, and the right one, {@link Kind#CORRECTED}.
 *
 * @param id hash of tenant, label and source position, the same for a question's corrections
 * @param entity key, {@code tenant|id}
 * @param label the label's id
 * @param target 1 for a positive, 0 for a negative; any finite number where people label
 * @param weight 1, or -1 of what is taken back
 * @param asOf the instant the vector is about, event time, ms
 * @param ts when the answer was given, event time, ms: the cut, or the event that corrects it.
 *     Learners take examples in the order of {@code ts}, then {@code id}, then {@link Kind}.
 * @param listHash hash of the ordered feature names
 * @param scores what models said of the vector, champion or canary first, in the order of their
 *     versions' names; empty where the scores are not known
 * @param source position of the event that opened the question
 */
public record Example(
    String id,
    String tenant,
    String entity,
    String label,
    double target,
    double weight,
    Kind kind,
    long asOf,
    long ts,
    String listHash,
    float[] vector,
    List<Score> scores,
    SourcePosition source,
    long readAtMicros)
    implements Finding {

  /** How it stands to the other examples of its question; in the order in which they are learnt. */
  public enum Kind {
    FIRST,
    RETRACTED,
    CORRECTED,
    /** Given by a person on the topic {@code feedback}. */
    FEEDBACK
  }

  /**
   * What one model said.
   *
   * @param scorer the scorer's id
   * @param modelVersion {@code name@version}, or {@link Prediction#BASE_RATE}
   */
  public record Score(
      String scorer, String modelVersion, Prediction.Role role, float probability) {}
}
