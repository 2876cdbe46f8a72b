package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.explain.Remainder;
import java.util.Arrays;
import java.util.List;

/**
 * The members' contributions, weighted as their scores are: sums of Shapley values are the Shapley
 * values of the sum. A mean needs members that explain their score itself, stacking members that
 * explain its logit. The rounding of the members' scores to single precision is shared out by
 * {@link Remainder}.
 */
final class EnsembleAttribution implements Attribution {

  private final EnsembleModel model;
  private final Combination combination;
  private final List<MemberModel> members;

  EnsembleAttribution(EnsembleModel model, Combination combination, List<MemberModel> members) {
    this.model = model;
    this.combination = combination;
    this.members = members;
  }

  @Override
  public String method() {
    return "members";
  }

  @Override
  public boolean isExact() {
    return members.stream().allMatch(MemberModel::explainsExactly);
  }

  @Override
  public Link link() {
    return combination.scale();
  }

  @Override
  public void attribute(float[] rows, int rowCount, double[] out) {
    model.requireContributions(rows, rowCount, out);
    int columns = model.signature().featureCount();
    Arrays.fill(out, 0, rowCount * (columns + 1), 0);
    for (int member = 0; member < members.size(); member++) {
      members.get(member).addContributions(rows, rowCount, combination.weight(member), out);
    }
    double[] sums = model.sums(rows, rowCount);
    for (int row = 0; row < rowCount; row++) {
      int start = row * (columns + 1);
      out[start + columns] += combination.intercept();
      Remainder.share(out, start, columns, sums[row]);
    }
  }
}
