package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;

/**
 * What one model said, in the light of the answer, for one segment.
 *
 * @param role {@code null} of a learner's own prediction
 * @param segment that the example is in, or such as {@code tenant=*}: groups to be compared
 * @param group which of them; empty of a segment
 * @param weight 1, or -1 of an answer that is taken back
 * @param asOf what it was said about, event time, ms
 * @param ts when the answer was given, event time, ms
 */
public record Judged(
    String exampleId,
    Example.Kind kind,
    String label,
    String scorer,
    String modelVersion,
    Prediction.Role role,
    String segment,
    String group,
    double target,
    double probability,
    double weight,
    long asOf,
    long ts)
    implements Lesson {

  /** The segment that all examples are in. */
  public static final String ALL = "all";

  /** Stands for the version of a learner that goes on learning. */
  public static final String LIVE = "live";

  /** Stands for what a calibrator makes of {@link #LIVE}. */
  public static final String CALIBRATED = "calibrated";

  /** What is evaluated together. */
  public String key() {
    return String.join("|", label, scorer, modelVersion, segment);
  }
}
