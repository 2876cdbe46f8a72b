package io.atomstreams.operators.event;

import java.util.List;

/**
 * Something a person or a policy should look at.
 *
 * @param id hash of tenant, rule and source position
 * @param rule the rule's id
 * @param entity key, {@code tenant|id}
 * @param message one sentence with the numbers in it
 * @param reasons the numbers by name
 * @param ts the event's own time, ms
 */
public record Alert(
    String id,
    String tenant,
    String entity,
    String rule,
    Severity severity,
    String message,
    List<Reason> reasons,
    long sequence,
    long ts,
    SourcePosition source,
    long readAtMicros)
    implements Output, Finding {

  public enum Severity {
    WARNING,
    CRITICAL
  }

  /** One number behind an alert. */
  public record Reason(String name, double value) {}
}
