package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChaosCommandTest {

  @Test
  void namesTheFaultsThereAre() {
    assertThat(AtomRun.of("chaos", "--list").out()).contains("broker-killed", "s3-gone");
  }

  @Test
  void refusesAFaultOfS3WhereCheckpointsLieOnADiskBeforeAnythingStarts() {
    AtomRun run = AtomRun.of("chaos", "--faults", "broker-killed,s3-gone");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("s3-gone", "they lie on a disk: add --s3");
  }

  @Test
  void answersAFaultThereIsNotWithTheNearest() {
    AtomRun run = AtomRun.of("chaos", "--faults", "broker-kiled");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("broker-killed");
  }
}
