package io.atomstreams.operators.event;

import java.util.List;

/**
 * A detector says that what it watches has changed, or may be changing.
 *
 * @param id hash of tenant, detector and the example that it said so at
 * @param tenant of that example
 * @param detector the detector's id in the configuration
 * @param type the detector as it is configured, such as {@code adwin:delta=0.002}
 * @param on what it watches, such as {@code churn.log_loss}
 * @param label the label whose examples it sees
 * @param observations how many values it has seen since it began
 * @param recent mean of the latest values, each weighing 1 % of what is to come
 * @param before the same mean when the detector last spoke, or of its first values; what has
 *     changed from
 * @param actions what follows, as in the configuration
 * @param cause what the evidence around it speaks for
 * @param ts the example's own time, event time, ms
 * @param source position of the event that opened the example's question
 */
public record Drift(
    String id,
    String tenant,
    String detector,
    String type,
    String on,
    String label,
    Level level,
    long observations,
    double recent,
    double before,
    List<String> actions,
    Cause cause,
    long ts,
    SourcePosition source)
    implements Finding {

  /**
   * Why it has changed.
   *
   * @param name lower case, such as {@code concept_drift}
   * @param segment the part of the examples that moved far more than the rest; {@code all} if none
   * @param reason one sentence with the numbers that decided
   * @param features that speak for it or moved with it, the furthest first
   */
  public record Cause(String name, String segment, String reason, List<Moved> features) {

    public Cause {
      features = List.copyOf(features);
    }
  }

  /**
   * A feature that is distributed otherwise than in the reference.
   *
   * @param psi population stability index against it, 0 or more
   * @param adjusted chance of a difference this large if nothing changed, after Benjamini and
   *     Hochberg among the round's features
   */
  public record Moved(String feature, double psi, double adjusted) {}

  /** How sure it is. */
  public enum Level {
    WARNING,
    DRIFT
  }
}
