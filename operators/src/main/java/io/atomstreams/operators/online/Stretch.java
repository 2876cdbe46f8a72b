package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.cause.Period;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was predicted and answered in a stretch of the stream, in each segment. */
final class Stretch {

  /** Segments beside all; later ones count among all only. */
  private static final int MOST_SEGMENTS = 64;

  /** How many stretches of the shortest kind it was made of is {@code 2^level}. */
  int level;

  /** The first answer's event time, ms. */
  long from = Long.MAX_VALUE;

  /** The last answer's event time, ms. */
  long to = Long.MIN_VALUE;

  final TreeMap<String, Period> segments = new TreeMap<>();

  void add(List<String> in, double probability, Example example) {
    from = Math.min(from, example.ts());
    to = Math.max(to, example.ts());
    for (String segment : in) {
      Period period = find(segment);
      if (period != null) {
        period.due(true);
        period.add(probability, example.target() == 1);
      }
    }
  }

  void takenBack(List<String> in) {
    for (String segment : in) {
      Period period = find(segment);
      if (period != null) {
        period.due(false);
      }
    }
  }

  /** Takes in the next one. */
  void add(Stretch next) {
    from = Math.min(from, next.from);
    to = Math.max(to, next.to);
    next.segments.forEach(
        (segment, period) -> {
          Period ours = find(segment);
          if (ours != null) {
            ours.add(period);
          }
        });
  }

  private Period find(String segment) {
    Period period = segments.get(segment);
    boolean hasRoom = segments.size() <= MOST_SEGMENTS || segment.equals(Judged.ALL);
    if (period == null && hasRoom) {
      period = new Period();
      segments.put(segment, period);
    }
    return period;
  }

  /** Of a segment; an empty period if nothing is known of it. */
  Period of(String segment) {
    return segments.getOrDefault(segment, new Period());
  }

  long answers() {
    return of(Judged.ALL).answers();
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, level);
    out.writeLong(from);
    out.writeLong(to);
    Varint.writeUnsigned(out, segments.size());
    for (Map.Entry<String, Period> each : segments.entrySet()) {
      Text.write(out, each.getKey());
      each.getValue().write(out);
    }
  }

  static Stretch read(DataInput in) throws IOException {
    Stretch read = new Stretch();
    read.level = (int) Varint.readUnsigned(in);
    read.from = in.readLong();
    read.to = in.readLong();
    for (long left = Varint.readUnsigned(in); left > 0; left--) {
      String segment = Text.read(in);
      read.segments.put(segment, Period.read(in));
    }
    return read;
  }
}
