package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.evidence.Evidence;
import io.atomstreams.operators.learning.Learner;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Function;

/** A configuration in the race: its learner, its losses in this rung, its evidence. */
final class Racer {

  private final int id;
  private final double[] genes;
  private final Member<?> member;

  /** Of (the best one's loss − its own), since either was last compared afresh. */
  private Evidence evidence = new Evidence();

  private long tried;
  private double loss;

  Racer(int id, double[] genes, Member<?> member) {
    this.id = id;
    this.genes = genes;
    this.member = member;
  }

  int id() {
    return id;
  }

  double[] genes() {
    return genes;
  }

  Member<?> member() {
    return member;
  }

  Evidence evidence() {
    return evidence;
  }

  /** Takes in its loss on an example, in [0, 1]. */
  void tried(double itsLoss) {
    tried++;
    loss += itsLoss;
  }

  /** In this rung; 0 before the first example. */
  double meanLoss() {
    return tried == 0 ? 0 : loss / tried;
  }

  void forgetEvidence() {
    evidence = new Evidence();
  }

  void beginRung() {
    tried = 0;
    loss = 0;
  }

  Racer copy() {
    Racer copy = new Racer(id, genes.clone(), member.copy());
    copy.evidence = evidence.copy();
    copy.tried = tried;
    copy.loss = loss;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(id);
    out.writeByte(genes.length);
    for (double gene : genes) {
      out.writeDouble(gene);
    }
    evidence.write(out);
    out.writeLong(tried);
    out.writeDouble(loss);
    member.write(out);
  }

  static Racer read(Function<double[], Learner<?>> learners, DataInput in) throws IOException {
    int id = in.readInt();
    double[] genes = new double[in.readUnsignedByte()];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = in.readDouble();
    }
    Evidence evidence = Evidence.read(in);
    long tried = in.readLong();
    double loss = in.readDouble();
    Racer read = new Racer(id, genes, Member.read(learners.apply(genes), in));
    read.evidence = evidence;
    read.tried = tried;
    read.loss = loss;
    return read;
  }
}
