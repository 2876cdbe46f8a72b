package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Members one after the other on the same batch, their scores added up in double precision and in
 * their order: a row gets the same bits whatever is beside it, as each member gives.
 */
final class EnsembleModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final Combination combination;
  private final List<MemberModel> members;
  private volatile boolean closed;

  EnsembleModel(
      ModelRef ref, ModelSignature signature, EnsembleSpec spec, List<MemberModel> members) {
    this.ref = ref;
    this.signature = signature;
    this.combination = new Combination(spec);
    this.members = List.copyOf(members);
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    requireOpen();
    signature.requireBatch(ref, rows, rowCount, out);
    double[] sums = sums(rows, rowCount);
    for (int row = 0; row < rowCount; row++) {
      out[row] = (float) combination.scale().inverse(sums[row]);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
  }

  /** What the members say together of each row, on the combination's scale. */
  double[] sums(float[] rows, int rowCount) {
    double[] sums = new double[rowCount];
    Arrays.fill(sums, combination.intercept());
    for (int member = 0; member < members.size(); member++) {
      double[] scores = members.get(member).scores(rows, rowCount);
      for (int row = 0; row < rowCount; row++) {
        sums[row] += combination.weight(member) * combination.onScale(scores[row]);
      }
    }
    return sums;
  }

  @Override
  public Optional<Attribution> attribution() {
    return members.stream().allMatch(member -> member.explainsOn(combination.scale()))
        ? Optional.of(new EnsembleAttribution(this, combination, members))
        : Optional.empty();
  }

  /** Refuses a call to a closed model, and arrays that are too short for contributions. */
  void requireContributions(float[] rows, int rowCount, double[] out) {
    requireOpen();
    signature.requireBatch(ref, rows, rowCount, new float[Math.max(0, rowCount)]);
    long needed = (long) rowCount * (signature.featureCount() + 1);
    if (out.length < needed) {
      throw new ModelException(
          "model %s: the output holds %d values, the contributions of %d rows need %d"
              .formatted(ref, out.length, rowCount, needed));
    }
  }

  @Override
  public void close() {
    closed = true;
    members.forEach(MemberModel::close);
  }
}
