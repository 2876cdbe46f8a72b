package io.atomstreams.model.explain;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.training.TinyNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that is a formula, and remembers the sizes of the batches it was given. */
final class FormulaModel implements Model {

  /** What one row scores. */
  interface RowFormula {
    double of(float[] row);
  }

  private final ModelSignature signature;
  private final RowFormula formula;
  final List<Integer> batches = new ArrayList<>();

  private FormulaModel(int columns, Kind kind, RowFormula formula) {
    this.signature =
        new ModelSignature(
            List.of(TensorSpec.floatRows("in", columns)),
            List.of(TensorSpec.floatPerRow("other"), TensorSpec.floatPerRow("out")),
            TinyNetworks.features(columns),
            new Score("out", 0, kind));
    this.formula = formula;
  }

  static FormulaModel value(int columns, RowFormula formula) {
    return new FormulaModel(columns, Kind.VALUE, formula);
  }

  /** Of a formula for the logit. */
  static FormulaModel probability(int columns, RowFormula logit) {
    return new FormulaModel(columns, Kind.PROBABILITY, row -> 1 / (1 + Math.exp(-logit.of(row))));
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    batches.add(rowCount);
    int columns = signature.featureCount();
    for (int row = 0; row < rowCount; row++) {
      out[2 * row] = Float.NaN;
      out[2 * row + 1] =
          (float) formula.of(Arrays.copyOfRange(rows, row * columns, (row + 1) * columns));
    }
  }

  @Override
  public void close() {}
}
