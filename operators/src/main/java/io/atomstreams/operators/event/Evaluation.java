package io.atomstreams.operators.event;

import java.util.List;

/**
 * How good one version was over one span of event time, judged by answers that came later.
 *
 * @param label what was asked
 * @param scorer the scorer's id, or a learner's
 * @param modelVersion {@code name@version}, {@link Prediction#BASE_RATE}, or {@code live} of a
 *     learner that is tested with each example before it learns it
 * @param role for whom its scores counted; {@code null} of a learner
 * @param segment {@code all}, or a part of the examples such as {@code tenant=acme}
 * @param from event time, ms, inclusive: when the answers were given
 * @param to event time, ms, exclusive
 * @param examples how many answers
 * @param positives how many of them were yes
 * @param metrics by name; in the order of a list that only grows at its end
 */
public record Evaluation(
    String label,
    String scorer,
    String modelVersion,
    Prediction.Role role,
    String segment,
    long from,
    long to,
    long examples,
    long positives,
    List<Metric> metrics)
    implements Finding {

  /** One figure. */
  public record Metric(String name, double value) {}

  /** What its records are filed under. */
  public String key() {
    return String.join("|", label, scorer, modelVersion, segment);
  }
}
