package io.atomstreams.operators.learning.cluster;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** 8 bytes for each group and coordinate, 24 for each number. */
final class KMeansCodec extends LearnedCodec<KMeansState> {

  static final String ID = "k-means";

  private static final long serialVersionUID = 1;

  private final OnlineKMeans clusterer;

  KMeansCodec(OnlineKMeans clusterer) {
    super(ID, 1);
    this.clusterer = clusterer;
  }

  @Override
  public KMeansState create() {
    return new KMeansState(clusterer.encoder().newScaler());
  }

  @Override
  public void write(KMeansState state, DataOutput out) throws IOException {
    state.scaler.write(out);
    Varint.writeUnsigned(out, state.next);
    Varint.writeUnsigned(out, state.quiet);
    Varint.writeUnsigned(out, state.groups.size());
    for (Group group : state.groups) {
      group.write(out);
    }
  }

  @Override
  protected KMeansState readState(DataInput in, int written) throws IOException {
    int columns = clusterer.encoder().columns();
    KMeansState state = new KMeansState(OnlineScaler.read(ID, columns, in));
    state.next = Varint.readUnsigned(in);
    state.quiet = Varint.readUnsigned(in);
    long groups = Varint.readUnsigned(in);
    for (long i = 0; i < groups; i++) {
      state.groups.add(Group.read(ID, clusterer.encoder().width() - 1, in));
    }
    return state;
  }

  @Override
  public KMeansState copy(KMeansState state) {
    return state.copy();
  }
}
