package io.atomstreams.operators.learning.cluster;

import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One group of {@link OnlineKMeans}. For one thread. */
final class Group {

  final long id;

  /** Of the rows that came to it, each forgotten by and by. */
  double weight;

  /** Their squared distances from the centre, weighted and forgotten likewise. */
  double error;

  /** In the inputs' own units; a category's levels as their shares. */
  final double[] centre;

  Group(long id, double weight, double error, double[] centre) {
    this.id = id;
    this.weight = weight;
    this.error = error;
    this.centre = centre;
  }

  Group copy(long as) {
    return new Group(as, weight, error, centre.clone());
  }

  /** Takes in another group, {@code cost} more squared distance than both had. */
  void take(Group other, double cost) {
    double total = weight + other.weight;
    double share = total > 0 ? other.weight / total : 0;
    for (int i = 0; i < centre.length; i++) {
      centre[i] += share * (other.centre[i] - centre[i]);
    }
    weight = total;
    error += other.error + cost;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, id);
    out.writeDouble(weight);
    out.writeDouble(error);
    DoubleArrays.write(centre, out);
  }

  static Group read(String what, int width, DataInput in) throws IOException {
    long id = Varint.readUnsigned(in);
    double weight = in.readDouble();
    double error = in.readDouble();
    return new Group(id, weight, error, DoubleArrays.read(what, width, in));
  }
}
