package io.atomstreams.pipelines.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.tracking.Accounting;
import java.util.List;
import java.util.Map;

/**
 * What a run came to, as one JSON object. The counts are those of a read_committed consumer after
 * the last commit.
 *
 * @param lines input lines read; equals {@code in} for the simulator
 * @param in events made of them
 * @param late among the dead letters
 * @param ignoredLines lines a mapping leaves out, by its reason
 * @param latencyMs source read to visible, read uncommitted, over the live part of the run
 */
public record Summary(
    long lines,
    long in,
    long scored,
    long updatedOnly,
    long late,
    long deadLetters,
    Map<String, Long> deadLettersByReason,
    long duplicates,
    long lost,
    long doubled,
    long predictions,
    long missingPredictions,
    long alerts,
    double eventsPerSecond,
    LatencyMs latencyMs,
    String modelVersion,
    Map<String, Long> ignoredLines) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Milliseconds. */
  public record LatencyMs(double p50, double p99) {}

  static Summary of(
      Accounting account,
      long lines,
      Map<String, Long> ignoredLines,
      double eventsPerSecond,
      LatencyMs latency,
      String modelVersion) {
    return new Summary(
        lines,
        account.in(),
        account.scored(),
        account.updatedOnly(),
        account.late(),
        account.allDeadLetters(),
        account.deadLetters(),
        account.duplicates(),
        account.lost(),
        account.doubled(),
        account.predictions(),
        account.missingPredictions(),
        account.alerts(),
        Math.round(eventsPerSecond * 10) / 10.0,
        latency,
        modelVersion,
        ignoredLines);
  }

  /** True if every event has exactly one outcome. */
  @JsonIgnore
  public boolean isExact() {
    return lost == 0
        && doubled == 0
        && in == scored + updatedOnly + deadLetters + duplicates
        && missingPredictions == 0;
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary of numbers and texts is always JSON", e);
    }
  }

  /** Lines for people. */
  public List<String> sentences() {
    return List.of(
        "in %,d = scored %,d + updated only %,d + dead letters %,d (late %,d) + duplicates %,d"
            .formatted(in, scored, updatedOnly, deadLetters, late, duplicates),
        "lost %,d, doubled %,d, predictions %,d, alerts %,d, by model %s"
            .formatted(lost, doubled, predictions, alerts, modelVersion));
  }
}
