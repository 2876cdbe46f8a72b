package io.atomstreams.model.engine.trees;

/**
 * Gauss-Legendre quadrature on (0, 1): {@code ∫ f ≈ Σ weightᵢ · f(nodeᵢ)}, exact for polynomials of
 * a degree below {@code 2 · points}. The nodes are the roots of the Legendre polynomial, found by
 * Newton's method (Abramowitz and Stegun 1964, 25.4.29) and moved from (-1, 1).
 */
final class GaussLegendre {

  private static final int MOST_STEPS = 100;

  private final double[] nodes;
  private final double[] weights;

  GaussLegendre(int points) {
    nodes = new double[points];
    weights = new double[points];
    for (int i = 0; i < points; i++) {
      place(i, points);
    }
  }

  private void place(int index, int points) {
    double x = Math.cos(Math.PI * (index + 0.75) / (points + 0.5));
    double step = 1;
    for (int i = 0; i < MOST_STEPS && Math.abs(step) > 1e-15; i++) {
      double[] legendre = legendre(points, x);
      step = legendre[0] / legendre[1];
      x -= step;
    }
    double slope = legendre(points, x)[1];
    nodes[index] = (1 + x) / 2;
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }

  /** The polynomial and its derivative at {@code x}, by Bonnet's recursion. */
  private static double[] legendre(int degree, double x) {
    double before = 1;
    double value = x;
    for (int k = 2; k <= degree; k++) {
      double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
      before = value;
      value = next;
    }
    return new double[] {value, degree * (x * value - before) / (x * x - 1)};
  }

  int points() {
    return nodes.length;
  }

  double node(int index) {
    return nodes[index];
  }

  double weight(int index) {
    return weights[index];
  }
}
