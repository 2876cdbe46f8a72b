package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class BarrierMetricsTest {

  private static final long MICRO = 1_000;

  private final Map<String, Gauge<?>> gauges = new HashMap<>();
  private long now = 7_000_000;
  private final BarrierMetrics barriers =
      new BarrierMetrics(
          new UnregisteredMetricsGroup() {
            @Override
            public MetricGroup addGroup(String name) {
              return this;
            }

            @Override
            public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
              gauges.put(name, gauge);
              return gauge;
            }
          },
          () -> now);

  private void flush(long micros) {
    barriers.flush(() -> now += micros * MICRO);
  }

  private void assertShows(long flushLast, long flushMax, long barrierLast, long barrierMax) {
    assertThat(micros("flush_last_seconds")).isEqualTo(flushLast);
    assertThat(micros("flush_max_seconds")).isEqualTo(flushMax);
    assertThat(micros("barrier_last_seconds")).isEqualTo(barrierLast);
    assertThat(micros("barrier_max_seconds")).isEqualTo(barrierMax);
  }

  private long micros(String gauge) {
    return Math.round((Double) gauges.get(gauge).getValue() * 1e6);
  }

  @Test
  void countsFromTheBarriersArrivalToTheEndOfTheFlush() {
    assertShows(0, 0, 0, 0);
    barriers.arrived();
    now += 30 * MICRO;
    flush(12);
    assertShows(12, 12, 42, 42);
  }

  @Test
  void keepsTheLongestBesideTheLast() {
    barriers.arrived();
    now += 5 * MICRO;
    flush(40);
    barriers.arrived();
    now += 50 * MICRO;
    flush(3);
    assertShows(3, 40, 53, 53);
  }

  @Test
  void aFlushWithoutABarrierBeganWithItself() {
    barriers.arrived();
    flush(10);
    now += 1_000 * MICRO;
    flush(4);
    assertShows(4, 10, 4, 10);
  }
}
