package io.atomstreams.operators.experiment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The entities of one side whose window is over: how many, and their metric. */
public final class Arm {

  private long entities;
  private double sum;

  void add(double value) {
    entities++;
    sum += value;
  }

  public long entities() {
    return entities;
  }

  /** 0 before the first entity. */
  public double mean() {
    return entities == 0 ? 0 : sum / entities;
  }

  void merge(Arm other) {
    entities += other.entities;
    sum += other.sum;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(entities);
    out.writeDouble(sum);
  }

  static Arm read(DataInput in) throws IOException {
    Arm read = new Arm();
    read.entities = in.readLong();
    read.sum = in.readDouble();
    return read;
  }
}
