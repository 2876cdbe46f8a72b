package io.atomstreams.operators.flink.metrics;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Takes nanoseconds and shows seconds: Flink's histograms take whole numbers only. Mean, deviation
 * and quantiles are exact; least and greatest, which the reporter does not show, are whole seconds.
 */
final class SecondsHistogram implements Histogram {

  private static final double NANOS = 1e9;

  private final Histogram nanos;

  SecondsHistogram(int window) {
    this.nanos = new DescriptiveStatisticsHistogram(window);
  }

  @Override
  public void update(long measuredNanos) {
    nanos.update(measuredNanos);
  }

  @Override
  public long getCount() {
    return nanos.getCount();
  }

  @Override
  public HistogramStatistics getStatistics() {
    return new Seconds(nanos.getStatistics());
  }

  private static final class Seconds extends HistogramStatistics {
    private final HistogramStatistics nanos;

    Seconds(HistogramStatistics nanos) {
      this.nanos = nanos;
    }

    @Override
    public double getQuantile(double quantile) {
      return nanos.getQuantile(quantile) / NANOS;
    }

    @Override
    public long[] getValues() {
      long[] values = nanos.getValues();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i] / NANOS);
      }
      return values;
    }

    @Override
    public int size() {
      return nanos.size();
    }

    @Override
    public double getMean() {
      return nanos.getMean() / NANOS;
    }

    @Override
    public double getStdDev() {
      return nanos.getStdDev() / NANOS;
    }

    @Override
    public long getMax() {
      return Math.round(nanos.getMax() / NANOS);
    }

    @Override
    public long getMin() {
      return Math.round(nanos.getMin() / NANOS);
    }
  }
}
