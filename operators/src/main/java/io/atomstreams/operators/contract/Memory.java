package io.atomstreams.operators.contract;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/**
 * What a rule keeps of one customer's events on one topic. Bounded, and learnt from accepted events
 * only.
 */
public sealed interface Memory permits LatestNumbers, LatestText, Peak, NumberSketch {

  /** The clock of a memory that has taken in nothing. */
  long NO_CLOCK = Long.MIN_VALUE;

  /** Greatest event time taken in, ms. */
  long clock();

  default boolean isEmpty() {
    return clock() == NO_CLOCK;
  }

  void write(DataOutput out) throws IOException;

  /** A copy that shares nothing mutable. */
  Memory copy();

  /** The kinds of memory; their names are stored. */
  enum Form {
    NUMBERS,
    TEXT,
    PEAK,
    SKETCH;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** One that has taken in nothing. */
    Memory create() {
      return switch (this) {
        case NUMBERS -> new LatestNumbers();
        case TEXT -> new LatestText();
        case PEAK -> new Peak();
        case SKETCH -> new NumberSketch();
      };
    }

    /** Reads what {@link Memory#write} wrote. */
    Memory read(DataInput in) throws IOException {
      return switch (this) {
        case NUMBERS -> LatestNumbers.read(in);
        case TEXT -> LatestText.read(in);
        case PEAK -> Peak.read(in);
        case SKETCH -> NumberSketch.read(in);
      };
    }
  }
}
