package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Least and greatest value: the accumulator of min and max. 2 to 20 bytes a slice. */
final class Extremes {

  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  private Extremes() {}

  private boolean isEmpty() {
    return min > max;
  }

  /** What min and max share. */
  private abstract static class OfExtremes extends Aggregation<Extremes> {

    @Override
    public String form() {
      return "extremes";
    }

    @Override
    public Extremes createAccumulator() {
      return new Extremes();
    }

    @Override
    public Extremes clear(Extremes accumulator) {
      accumulator.min = Long.MAX_VALUE;
      accumulator.max = Long.MIN_VALUE;
      return accumulator;
    }

    @Override
    public Extremes add(Extremes accumulator, long ts, long value) {
      accumulator.min = Math.min(accumulator.min, value);
      accumulator.max = Math.max(accumulator.max, value);
      return accumulator;
    }

    @Override
    public Extremes merge(Extremes into, Extremes other) {
      into.min = Math.min(into.min, other.min);
      into.max = Math.max(into.max, other.max);
      return into;
    }

    @Override
    public Extremes copy(Extremes accumulator) {
      return merge(new Extremes(), accumulator);
    }

    @Override
    public void write(Extremes accumulator, long base, DataOutput out) throws IOException {
      out.writeBoolean(accumulator.isEmpty());
      if (!accumulator.isEmpty()) {
        Varint.writeSigned(out, accumulator.min);
        Varint.writeSigned(out, accumulator.max);
      }
    }

    @Override
    public Extremes read(long base, DataInput in) throws IOException {
      Extremes read = new Extremes();
      if (!in.readBoolean()) {
        read.min = Varint.readSigned(in);
        read.max = Varint.readSigned(in);
      }
      return read;
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    public Extremes mergePacked(Extremes into, long base, BytesInput in) throws IOException {
      if (!in.readBoolean()) {
        into.min = Math.min(into.min, Varint.readSigned(in));
        into.max = Math.max(into.max, Varint.readSigned(in));
      }
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      if (!in.readBoolean()) {
        in.skipVarints(2);
      }
    }
  }

  /** Least value, in the measure's unit; no value without an event. */
  static final class Min extends OfExtremes {
    @Override
    public double getResult(Extremes accumulator, long asOf) {
      return accumulator.isEmpty() ? Double.NaN : accumulator.min;
    }
  }

  /** Greatest value, in the measure's unit; no value without an event. */
  static final class Max extends OfExtremes {
    @Override
    public double getResult(Extremes accumulator, long asOf) {
      return accumulator.isEmpty() ? Double.NaN : accumulator.max;
    }
  }
}
