package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command refuses before anything starts. */
@Timeout(60)
class BenchCommandTest {

  private static final Path CONF = Path.of("..", "flink-conf");

  private static AtomRun bench(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "bench";
    all[1] = "--conf";
    all[2] = CONF.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return AtomRun.of(all);
  }

  @Test
  void refusesASteadyFeedOfThePassThroughAndTwoRunsAtOnce() {
    AtomRun run = bench("passthrough", "--minutes", "1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--minutes and --state-size are of scoring, not of passthrough");

    run = bench("scoring", "--minutes", "1", "--state-size");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("ask for one of them");
  }

  @Test
  void refusesWorkloadsThatCannotBe() {
    assertThat(bench("scoring", "--skew", "-1").err()).contains("skew is -1.0, must be 0 to 10");
    assertThat(bench("scoring", "--orders", "2").err()).contains("orders is 2.0, must be a share");
    assertThat(bench("scoring", "--customers", "0").err()).contains("customers is 0");
    assertThat(bench("scoring", "--minutes", "0").err()).contains("measured", "above 0");
    assertThat(bench("scoring", "--minutes", "1", "--rate", "0").err()).contains("0.0 MB/s");
    assertThat(bench("scoring", "--minutes", "1", "--retention", "1").err()).contains("1 MB");
  }

  @Test
  void namesTheFileOfFeaturesThatIsNotThere() {
    AtomRun run = bench("scoring", "--features", "fifty");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("fifty.yaml", "cannot be read");
  }

  @Test
  void asksWhatToMeasureWhenNothingIsNamed() {
    AtomRun run = bench();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("passthrough, scoring or crayfish");
  }

  @Test
  void refusesACrayfishRunThatCannotBeBeforeAnythingStarts() {
    assertThat(AtomRun.of("bench", "crayfish", "--batch", "1").err()).contains("batch is 1");
    assertThat(AtomRun.of("bench", "crayfish", "--seconds", "0").err()).contains("events is 0");
    AtomRun run = AtomRun.of("bench", "crayfish", "--engine", "torch");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--engine", "torch");
  }
}
