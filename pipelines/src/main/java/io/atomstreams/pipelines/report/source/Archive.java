package io.atomstreams.pipelines.report.source;

import java.util.Map;
import java.util.function.Consumer;

/** Holds what the jobs have written, and can be read once from end to end. */
public interface Archive {

  /** Where that is, in words. */
  String name();

  /** What its records' times are: {@link Sighting#at}. */
  Clock clock();

  /** Hands over every record that it holds within the span, and can be read. */
  Tally read(Span span, Consumer<Sighting> sink);

  /** Which time an archive knows of its records. */
  enum Clock {
    /** When the broker took the record. */
    TAKEN,
    /** The event's own; dead letters have none. */
    EVENT
  }

  /**
   * What was read.
   *
   * @param read records by topic's name
   * @param unreadable of them, those that are none of a version this release reads; they are passed
   *     over
   */
  record Tally(Map<String, Long> read, Map<String, Long> unreadable) {}

  /**
   * Which records are meant, by an archive's clock. The log of models is always read from its
   * beginning: what serves follows from all of it.
   *
   * @param from ms since the epoch, inclusive
   * @param to ms since the epoch, exclusive
   */
  record Span(long from, long to) {

    /** All there is. */
    public static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    public Span {
      if (from >= to) {
        throw new IllegalArgumentException("a span from %d to %d is empty".formatted(from, to));
      }
    }

    boolean holds(long millis) {
      return millis >= from && millis < to;
    }
  }
}
