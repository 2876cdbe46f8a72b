package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.bench.SustainedRun.Load;
import io.atomstreams.pipelines.bench.SustainedRun.Moment;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SustainedReportTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  @Test
  void tellsRatesAndCostsOfWhatWasDoneBetweenTwoMoments() {
    LagSeries lag = new LagSeries();
    lag.add(5);
    MetricsPage metrics =
        MetricsPage.of(
            "flink_taskmanager_job_task_operator_atom_barrier_max_seconds"
                + "{operator_name=\"features\",} 0.0125");
    Map<String, Double> values =
        SustainedReport.of(
                new Moment(0, 1_000, 500, 1, 0, 0),
                new Moment(10_000_000_000L, 3_000, 1_500, 3, 40_000_000, 2_000_000),
                lag,
                metrics)
            .drainedIn(7)
            .values();
    assertThat(values.get("eventsPerSecond")).isEqualTo(100, CLOSE);
    assertThat(values.get("megabytesPerSecond")).isEqualTo(0.0263, CLOSE);
    assertThat(values.get("fedMegabytesPerSecond")).isEqualTo(0.0526, CLOSE);
    assertThat(values.get("feedHeldSeconds")).isEqualTo(2, CLOSE);
    assertThat(values.get("cpuMicrosPerEvent")).isEqualTo(40, CLOSE);
    assertThat(values.get("feedCpuMicrosPerEvent")).isEqualTo(2, CLOSE);
    assertThat(values.get("featuresLongestBarrierMillis")).isEqualTo(12.5, CLOSE);
    assertThat(values).doesNotContainKey("entitiesLongestBarrierMillis");
    assertThat(values.get("drainSeconds")).isEqualTo(7, CLOSE);
  }

  @Test
  void theFeedWaitsBeforeRetentionTakesWhatIsUnread() {
    Load load = new Load(Duration.ofMinutes(1), Duration.ZERO, 38.6, 64);
    long kept = Long.parseLong(load.topicSettings().get("retention.bytes"));
    // even if all of it lies in one partition, with key and framing
    assertThat(load.mostBehind() * (BenchEvents.BYTES + 40)).isLessThan(kept);
    assertThat(load.eventsPerSecond()).isEqualTo(38.6e6 / 263, CLOSE);
  }
}
