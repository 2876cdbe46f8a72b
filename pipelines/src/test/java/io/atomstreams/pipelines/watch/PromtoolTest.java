package io.atomstreams.pipelines.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.tools.DebianTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules, their tests and the example configuration, as Prometheus' own tool judges them. */
@Tag("watch")
class PromtoolTest {

  private static void promtool(List<Path> files, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(DebianTool.PROMTOOL.command(arguments));
    files.forEach(file -> command.add(file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void rulesAreWellFormed() throws Exception {
    assertThat(AlertRule.files()).isNotEmpty();
    promtool(AlertRule.files(), "check", "rules", "--lint-fatal");
  }

  @Test
  void eachRuleFiresWhenItShouldAndNotOtherwise() throws Exception {
    assertThat(AlertRule.tests()).hasSameSizeAs(AlertRule.files());
    promtool(AlertRule.tests(), "test", "rules");
  }

  @Test
  void theExampleOfAConfigurationIsAccepted() throws Exception {
    promtool(List.of(AlertRule.DIRECTORY.resolve("prometheus.yml")), "check", "config");
  }

  @Test
  void aRuleThatNeverFiresFailsItsTest(@TempDir Path directory) throws IOException {
    Path tests = directory.resolve("tests");
    Files.createDirectories(tests);
    Path rules = AlertRule.DIRECTORY.resolve("rollout.rules.yaml");
    Files.writeString(
        directory.resolve("rollout.rules.yaml"), Files.readString(rules).replace("== 1", "== 2"));
    Path test = tests.resolve("rollout.test.yaml");
    Files.copy(AlertRule.DIRECTORY.resolve("tests/rollout.test.yaml"), test);
    assertThatThrownBy(() -> promtool(List.of(test), "test", "rules"))
        .hasMessageContaining("AtomRolloutStuck");
  }
}
