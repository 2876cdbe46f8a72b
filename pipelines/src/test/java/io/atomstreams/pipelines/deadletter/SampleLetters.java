package io.atomstreams.pipelines.deadletter;

import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Dead letters for tests. */
final class SampleLetters {

  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  private SampleLetters() {}

  /** Read from {@code sales-events-0@offset}, taken that many seconds after the start. */
  static StoredLetter letter(long offset, String reason) {
    return letter(new SourcePosition("sales-events", 0, offset), reason, "raw " + offset);
  }

  /** With other bytes, {@code null} for none. */
  static StoredLetter letter(SourcePosition source, String reason, String raw) {
    return new StoredLetter(
        new SourcePosition("dead-letters", 1, source.offset()),
        time(source.offset()),
        reason,
        "why",
        Optional.of(source),
        new byte[] {1},
        raw == null ? null : raw.getBytes(StandardCharsets.UTF_8));
  }

  static Instant time(long second) {
    return START.plusSeconds(second);
  }
}
