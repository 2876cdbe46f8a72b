package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.encoding.SparseRow;

/** What {@link RecursiveLeastSquares} has learned. For one thread. */
public final class RlsState {

  final TriangularFactor factor;

  /** How many examples have come; says which coordinate's ridge is renewed next. */
  long steps;

  /** Follow from the factor; made when they are asked for. */
  private final double[] weights;

  private boolean solved;
  final SparseRow row;

  RlsState(TriangularFactor factor, long steps, int width, SparseRow row) {
    this.factor = factor;
    this.steps = steps;
    this.weights = new double[width];
    this.row = row;
  }

  void changed() {
    solved = false;
  }

  double[] weights() {
    if (!solved) {
      factor.solve(weights);
      solved = true;
    }
    return weights;
  }
}
