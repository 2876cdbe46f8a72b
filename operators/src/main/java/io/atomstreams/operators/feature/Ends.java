package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The earliest and the latest event and their values; of two at one instant the one with the lesser
 * value is earlier. 3 to 40 bytes a slice.
 */
final class Ends {

  private long firstTs = Long.MAX_VALUE;
  private long first;
  private long lastTs = Long.MIN_VALUE;
  private long last;

  private Ends() {}

  private boolean isEmpty() {
    return firstTs > lastTs;
  }

  private void add(long ts, long value) {
    boolean isFirst = isEmpty() || ts < firstTs || (ts == firstTs && value < first);
    boolean isLast = isEmpty() || ts > lastTs || (ts == lastTs && value > last);
    if (isFirst) {
      firstTs = ts;
      first = value;
    }
    if (isLast) {
      lastTs = ts;
      last = value;
    }
  }

  /** What the results over the ends share. */
  private abstract static class OfEnds extends Aggregation<Ends> {

    @Override
    public String form() {
      return "ends";
    }

    @Override
    public Ends createAccumulator() {
      return new Ends();
    }

    @Override
    public Ends clear(Ends accumulator) {
      accumulator.firstTs = Long.MAX_VALUE;
      accumulator.first = 0;
      accumulator.lastTs = Long.MIN_VALUE;
      accumulator.last = 0;
      return accumulator;
    }

    @Override
    public Ends add(Ends accumulator, long ts, long value) {
      accumulator.add(ts, value);
      return accumulator;
    }

    @Override
    public Ends merge(Ends into, Ends other) {
      if (!other.isEmpty()) {
        into.add(other.firstTs, other.first);
        into.add(other.lastTs, other.last);
      }
      return into;
    }

    @Override
    public Ends copy(Ends accumulator) {
      return merge(new Ends(), accumulator);
    }

    @Override
    public void write(Ends accumulator, long base, DataOutput out) throws IOException {
      out.writeBoolean(accumulator.isEmpty());
      if (!accumulator.isEmpty()) {
        Varint.writeSigned(out, accumulator.firstTs - base);
        Varint.writeSigned(out, accumulator.first);
        Varint.writeUnsigned(out, accumulator.lastTs - accumulator.firstTs);
        Varint.writeSigned(out, accumulator.last - accumulator.first);
      }
    }

    @Override
    public Ends read(long base, DataInput in) throws IOException {
      Ends read = new Ends();
      if (!in.readBoolean()) {
        read.firstTs = base + Varint.readSigned(in);
        read.first = Varint.readSigned(in);
        read.lastTs = read.firstTs + Varint.readUnsigned(in);
        read.last = read.first + Varint.readSigned(in);
      }
      return read;
    }

    @Override
    public Ends mergePacked(Ends into, long base, BytesInput in) throws IOException {
      if (!in.readBoolean()) {
        long ts = base + Varint.readSigned(in);
        long value = Varint.readSigned(in);
        into.add(ts, value);
        into.add(ts + Varint.readUnsigned(in), value + Varint.readSigned(in));
      }
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      if (!in.readBoolean()) {
        in.skipVarints(4);
      }
    }
  }

  /** Value of the earliest event, in the measure's unit; no value without an event. */
  static final class First extends OfEnds {
    @Override
    public double getResult(Ends accumulator, long asOf) {
      return accumulator.isEmpty() ? Double.NaN : accumulator.first;
    }
  }

  /** Value of the latest event, in the measure's unit; no value without an event. */
  static final class Last extends OfEnds {
    @Override
    public double getResult(Ends accumulator, long asOf) {
      return accumulator.isEmpty() ? Double.NaN : accumulator.last;
    }
  }

  /** Days from the earliest event to now; no value without an event. */
  static final class SinceFirst extends OfEnds {
    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public double getResult(Ends accumulator, long asOf) {
      return accumulator.isEmpty() ? Double.NaN : (asOf - accumulator.firstTs) / LastTimes.DAY;
    }
  }
}
