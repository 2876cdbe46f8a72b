package io.atomstreams.operators.drift.cause;

import io.atomstreams.operators.drift.feature.Finding;
import java.util.List;

/**
 * What is known around an alarm.
 *
 * @param segment which part of the traffic, as the host names it
 * @param lossDrifted whether a detector on the loss said so
 * @param findings on features, of the round that ended last; empty if there was none
 * @param before a period that is taken as normal
 * @param now the period of the alarm
 * @param samePhase mean losses of the same hours, days or weeks as {@code now} in earlier cycles,
 *     the latest last; empty if they are not known
 */
public record Evidence(
    String segment,
    boolean lossDrifted,
    List<Finding> findings,
    Period before,
    Period now,
    List<Double> samePhase) {

  public Evidence {
    findings = List.copyOf(findings);
    samePhase = List.copyOf(samePhase);
  }
}
