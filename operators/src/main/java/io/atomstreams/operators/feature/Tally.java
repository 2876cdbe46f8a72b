package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How many, and how much in all: the accumulator of count, sum and mean. 2 to 20 bytes a slice. */
final class Tally {

  private long count;
  private long sum;

  private Tally() {}

  /** What count, sum and mean share. */
  private abstract static class OfTally extends Aggregation<Tally> {

    @Override
    public String form() {
      return "tally";
    }

    @Override
    public Tally createAccumulator() {
      return new Tally();
    }

    @Override
    public Tally clear(Tally accumulator) {
      accumulator.count = 0;
      accumulator.sum = 0;
      return accumulator;
    }

    @Override
    public Tally add(Tally accumulator, long ts, long value) {
      accumulator.count++;
      accumulator.sum += value;
      return accumulator;
    }

    @Override
    public Tally merge(Tally into, Tally other) {
      into.count += other.count;
      into.sum += other.sum;
      return into;
    }

    @Override
    public Tally copy(Tally accumulator) {
      return merge(new Tally(), accumulator);
    }

    @Override
    public void write(Tally accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.count);
      Varint.writeSigned(out, accumulator.sum);
    }

    @Override
    public Tally read(long base, DataInput in) throws IOException {
      Tally read = new Tally();
      read.count = Varint.readUnsigned(in);
      read.sum = Varint.readSigned(in);
      return read;
    }

    @Override
    public boolean keepsTimes() {
      return false;
    }

    @Override
    public Tally mergePacked(Tally into, long base, BytesInput in) throws IOException {
      into.count += Varint.readUnsigned(in);
      into.sum += Varint.readSigned(in);
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(2);
    }
  }

  /** Number of events; 0 where there are none. */
  static final class Count extends OfTally {
    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public double getResult(Tally accumulator, long asOf) {
      return accumulator.count;
    }
  }

  /** Sum of the values, in the measure's unit; 0 where there are none. */
  static final class Sum extends OfTally {
    @Override
    public double getResult(Tally accumulator, long asOf) {
      return accumulator.sum;
    }
  }

  /** Arithmetic mean of the values, in the measure's unit; no value without an event. */
  static final class Mean extends OfTally {
    @Override
    public double getResult(Tally accumulator, long asOf) {
      return accumulator.count == 0 ? Double.NaN : (double) accumulator.sum / accumulator.count;
    }
  }
}
