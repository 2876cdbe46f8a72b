package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.chaos.fault.Faults;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run with everything but processes: load, job, check, pulse, schedule. */
@Tag("chaos")
@Timeout(600)
class EmbeddedChaosTest {

  @Test
  void isExactAfterTaskManagersAreTakenAwayAndTheLoadMisbehaves(@TempDir Path directory) {
    ChaosReport report = run(directory, 20, "taskmanager-killed", "upgrade", "skew", "clock-jump");

    assertThat(report.incidents()).isNotEmpty();
    assertThat(report.verdict().scored()).isPositive();
  }

  @Test
  void isExactWhileVersionsComeThatAreBad(@TempDir Path directory) {
    ChaosReport report = run(directory, 12, "bad-model");

    assertThat(report.incidents()).isNotEmpty();
    // the champion, where the bad one gave no probability
    assertThat(report.verdict().stoodIn()).isPositive();
  }

  @Test
  void isExactWhileAVersionComesThatIsSlow(@TempDir Path directory) {
    ChaosReport report = run(directory, 12, "slow-model");

    assertThat(report.incidents()).isNotEmpty();
    assertThat(report.verdict().stoodIn()).isZero();
  }

  private static ChaosReport run(Path directory, int seconds, String... faults) {
    ScoringConfig config = TestSettings.in(directory);
    ChaosRun.Options options =
        new ChaosRun.Options(
            Duration.ofSeconds(Integer.getInteger("atom.chaos.seconds", seconds)),
            0,
            Integer.getInteger("atom.chaos.rate", 4_000),
            new LoadEvents.Options(Long.getLong("atom.chaos.seed", 1), 20_000, 0.2),
            Duration.ofSeconds(2),
            200_000,
            Stream.of(faults).map(Faults::named).toList());
    ChaosReport report;
    try (EmbeddedStage stage = new EmbeddedStage(directory, config)) {
      String kept = stage.keptModelDirectory().toString();
      report = new ChaosRun(options, stage, config.withModels(kept), System.out::println).run();
    }
    System.out.println(report.text());

    assertThat(report.verdict().problems()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.verdict().inputs()).isEqualTo(report.events());
    assertThat(report.json()).isNotEmpty();
    return report;
  }
}
