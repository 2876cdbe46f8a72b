package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.chaos.fault.Faults;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.deploy.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, every fault that a short run can afford in the order that the seed gives them,
 * and nothing lost, doubled or altered. {@code -Datom.chaos.seed=N} gives another order and other
 * events, {@code -Datom.chaos.seconds=N} another length.
 */
@Tag("chaos")
@Timeout(1_800)
class ProcessChaosTest {

  private final long seed = Long.getLong("atom.chaos.seed", 1);
  private final int seconds = Integer.getInteger("atom.chaos.seconds", 150);
  private final int rate = Integer.getInteger("atom.chaos.rate", 3_000);

  @Test
  void isExactWhateverBefallsTheProcesses(@TempDir Path directory) {
    ChaosRun.Options options =
        new ChaosRun.Options(
            Duration.ofSeconds(seconds),
            0,
            rate,
            new LoadEvents.Options(seed, 20_000, 0.2),
            Duration.ofSeconds(1),
            100_000,
            Faults.possible(false).stream().filter(Faults.Named::isQuick).toList());
    ChaosReport report;
    try (Scenery scenery = Scenery.build(directory, wanted())) {
      report = new ChaosRun(options, scenery.stage(), scenery.config(), System.out::println).run();
    }
    System.out.println(report.text());

    assertThat(report.verdict().problems()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.incidents()).hasSizeGreaterThan(3);
    assertThat(report.verdict().inputs()).isEqualTo(report.events());
    assertThat(report.verdict().scored()).isPositive();
    assertThat(report.verdict().takenBack()).isPositive();
  }

  private static Scenery.Options wanted() {
    return new Scenery.Options(
        Path.of("..", "flink-conf"),
        Path.of("..", "testdata", "models"),
        Distribution.in(Path.of("target")),
        1,
        2,
        true,
        256,
        false,
        Map.of(),
        Optional.empty());
  }
}
