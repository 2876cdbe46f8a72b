package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;

/**
 * What one model said, in the light of the answer, for one segment.
 *
 * @param role {@code null} of a learner's own prediction
 * @param weight 1, or -1 of an answer that is taken back
 */
public record Judged(
    String exampleId,
    Example.Kind kind,
    String label,
    String scorer,
    String modelVersion,
    Prediction.Role role,
    String segment,
    double target,
    double probability,
    double weight,
    long ts)
    implements Lesson {

  /** The segment that all examples are in. */
  public static final String ALL = "all";

  /** Stands for the version of a learner that goes on learning. */
  public static final String LIVE = "live";

  /** What is evaluated together. */
  public String key() {
    return String.join("|", label, scorer, modelVersion, segment);
  }
}
