package io.atomstreams.pipelines.deploy.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process, a JVM that waits: what is done to it, and how it is known again. */
class ClusterProcessTest {

  /** What the process runs. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  @TempDir Path root;
  private ClusterDirectory directory;
  private ClusterProcess process;

  @BeforeEach
  void prepare() {
    directory = new ClusterDirectory(root);
    ProcessCommand command =
        new ProcessCommand(
            "waiting",
            List.of("-Xmx32m"),
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            Waiting.class.getName(),
            List.of("a word with \"quotes\" and \\"));
    ClusterDirectory.write(directory.command("waiting"), command.argumentFile());
    process = new ClusterProcess(directory, "waiting", Map.of("ATOM_TEST", "given"));
  }

  @AfterEach
  void end() {
    process.kill();
  }

  @Test
  void isSuspendedResumedKilledAndStartedAgain() {
    assertThat(process.isAlive()).isFalse();
    process.start();
    long first = process.pid().orElseThrow();
    assertThat(process.residentBytes()).isPositive();
    assertThatThrownBy(process::start)
        .hasMessageContaining("waiting runs already, as process " + first);
    process.suspend();
    assertThat(process.isSuspended()).isTrue();
    process.resume();
    assertThat(process.isSuspended()).isFalse();
    process.restart();
    assertThat(process.pid())
        .isPresent()
        .hasValueSatisfying(pid -> assertThat(pid).isNotEqualTo(first));
    process.kill();
    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(process::suspend).hasMessageContaining("waiting is not alive");
  }

  @Test
  void itsVariablesAreThoseItWasGivenAndStandInNoFile() throws Exception {
    process.start();
    Path variables = Path.of("/proc", "" + process.pid().orElseThrow(), "environ");

    assertThat(Files.readString(variables, ISO_8859_1).split("\0", -1)).contains("ATOM_TEST=given");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("given"));
    }
  }

  /** The command line of a process that becomes another program is empty for a moment. */
  @Test
  void isAliveFromTheFirstMomentOn() {
    for (int start = 0; start < 5; start++) {
      process.start();
      for (int look = 0; look < 2_000; look++) {
        assertThat(process.isAlive()).as("look %d at start %d", look, start).isTrue();
      }
      process.kill();
    }
  }

  @Test
  void endsWhenItIsAsked() {
    process.start();
    process.terminate();
    assertThat(process.ended(Duration.ofSeconds(30))).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aNumberThatAnotherProcessHasNowIsNotTakenForIt() {
    // this JVM is alive, and not of the cluster
    ClusterDirectory.write(directory.pid("waiting"), ProcessHandle.current().pid() + "\n");
    assertThat(process.isAlive()).isFalse();
    process.kill();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
    assertThat(directory.pid("waiting")).doesNotExist();
  }

  @Test
  void aNumberOfADeadProcessIsNotTakenForIt() {
    process.start();
    long pid = process.pid().orElseThrow();
    process.kill();
    ClusterDirectory.write(directory.pid("waiting"), pid + "\n");
    assertThat(process.isAlive()).isFalse();
    process.start();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aFileWithoutANumberIsNamed() {
    ClusterDirectory.write(directory.pid("waiting"), "none\n");
    assertThatThrownBy(process::isAlive)
        .hasMessageContaining(directory.pid("waiting") + " holds no process number; remove it");
    ClusterDirectory.write(directory.pid("waiting"), "1\n");
  }
}
