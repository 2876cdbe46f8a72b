package io.atomstreams.operators.flink.metrics;

import org.apache.flink.metrics.Gauge;

/** A gauge that shows what it was set to last; {@code NaN} before. Any thread may read it. */
public final class Reading implements Gauge<Double> {

  private volatile double value = Double.NaN;

  public void set(double measured) {
    value = measured;
  }

  @Override
  public Double getValue() {
    return value;
  }
}
