package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCommandTest {

  private static final String CONF = "../flink-conf";

  @TempDir private Path directory;

  @Test
  void writesADirectoryThatOtherCommandsTake() {
    Path made = directory.resolve("conf");
    AtomRun run =
        AtomRun.of(
            "settings",
            "standalone",
            "rocksdb",
            "--conf",
            CONF,
            "--to",
            made.toString(),
            "--set",
            "rest.port=18081");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(made.resolve("pipelines/scoring.yaml")).exists();
    assertThat(made.resolve("log4j2.properties")).exists();
    assertThat(made.resolve("profiles")).doesNotExist();
    Configuration read = GlobalConfiguration.loadConfiguration(made.toString());
    assertThat(read.get(RestOptions.PORT)).isEqualTo(18081);
    assertThat(read.get(TaskManagerOptions.KILL_ON_OUT_OF_MEMORY)).isTrue();
  }

  @Test
  void writesOverNothing() throws IOException {
    Files.writeString(directory.resolve("mine"), "");
    AtomRun run = AtomRun.of("settings", "--conf", CONF, "--to", directory.toString());
    assertThat(run.exitCode()).isEqualTo(Atom.FAILURE);
    assertThat(run.err()).contains("is not empty");
  }

  @Test
  void tellsMachinesWhereEachSettingComesFromAndNobodyASecret() throws IOException {
    AtomRun run =
        AtomRun.of(
            "settings",
            "standalone",
            "rest-tls",
            "--conf",
            CONF,
            "--json",
            "--set",
            "security.ssl.rest.key-password=hunter2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/heartbeat.timeout/from").asText()).isEqualTo("standalone.yaml");
    assertThat(json.at("/pipeline.max-parallelism/from").asText()).isEqualTo("config.yaml");
    assertThat(run.out()).doesNotContain("hunter2").doesNotContain("change-me");
  }

  @Test
  void listsTheProfilesAndRefusesOthers() {
    assertThat(AtomRun.of("settings", "--conf", CONF, "--list").out()).contains("standalone\n");
    AtomRun wrong = AtomRun.of("settings", "standalon", "--conf", CONF, "--set", "web.timout=1s");
    assertThat(wrong.exitCode()).isEqualTo(Atom.FAILURE);
    assertThat(wrong.err()).contains("did you mean standalone?");
  }
}
