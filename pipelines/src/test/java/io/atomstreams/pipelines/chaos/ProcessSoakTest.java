package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.soak.Bar;
import io.atomstreams.pipelines.chaos.soak.SoakReport;
import io.atomstreams.pipelines.chaos.soak.Swap;
import io.atomstreams.pipelines.deploy.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes under a steady load for a minute, three swaps of the model. Whether memory and
 * latency stay flat a run so short cannot tell; {@code atom chaos soak} does.
 */
@Tag("chaos")
@Timeout(900)
class ProcessSoakTest {

  @Test
  void swapsModelsUnderLoadAndLosesNothing(@TempDir Path directory) {
    SoakRun.Options options =
        new SoakRun.Options(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            3,
            0.5,
            0,
            Duration.ofSeconds(15),
            Duration.ofSeconds(2),
            new LoadEvents.Options(1, 5_000, 0.2));
    SoakReport report;
    try (Scenery scenery = Scenery.build(directory, wanted())) {
      report = new SoakRun(options, scenery.stage(), scenery.config(), System.out::println).run();
    }
    System.out.println(report.text());

    assertThat(report.bars())
        .filteredOn(bar -> !bar.what().contains("memory grows") && !bar.what().startsWith("p99"))
        .allMatch(Bar::passed)
        .hasSize(11);
    assertThat(report.course().swaps())
        .extracting(Swap::to)
        .containsExactly("purchase_30d@2", "purchase_30d@3", "purchase_30d@1");
    assertThat(report.peak().perSecond()).isGreaterThan(1_000);
    assertThat(report.course().judged())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            sample -> {
              assertThat(sample.p99Millis()).isPositive().isLessThan(60_000);
              assertThat(sample.jvm().get("taskmanager-1").heapBytes()).isPositive();
              assertThat(sample.residentBytes()).hasSizeGreaterThan(4);
            });
    assertThat(report.course().judged().stream().map(one -> one.predictions().keySet()))
        .contains(Set.of("purchase_30d@3"));
  }

  private static Scenery.Options wanted() {
    return new Scenery.Options(
        Path.of("..", "flink-conf"),
        Path.of("..", "testdata", "models"),
        Distribution.in(Path.of("target")),
        1,
        2,
        true,
        0,
        true,
        Map.of(),
        Optional.empty());
  }
}
