package io.atomstreams.pipelines.report.plot;

/** A place on both scales. */
public record Point(double x, double y) {

  boolean isFinite() {
    return Double.isFinite(x) && Double.isFinite(y);
  }
}
