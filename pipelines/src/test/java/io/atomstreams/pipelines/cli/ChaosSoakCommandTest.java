package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosSoakCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--share 0, 'share is 0.0, must be above 0, at most 1'",
    "--share 1.5, 'share is 1.5'",
    "--rate -1, 'rate is -1.0, must be 0 or more'",
    "--swaps -1, 'swaps is -1, must be 0 or more'",
    "--every 0, there must be time for one",
    "--report no/such/place/soak.json, must be a file in a directory that can be written to",
    "--minutes 0.1, there must be time for one",
    "--minutes 1 --warm-up 1, leaves nothing to judge",
    "--customers 0, 'customers is 0, must be at least 1'"
  })
  void refusesWhatMakesNoRunBeforeAnythingIsStarted(String options, String reason) {
    AtomRun run = AtomRun.of(("chaos soak " + options).split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(reason);
  }

  @Test
  void saysWhatItTakes() {
    assertThat(AtomRun.of("chaos", "soak", "--help").out())
        .contains("atom chaos soak --minutes 60 --swaps 20 --share 0.7", "Exit code 0");
    assertThat(AtomRun.of("chaos", "--help").out()).contains("soak");
  }
}
