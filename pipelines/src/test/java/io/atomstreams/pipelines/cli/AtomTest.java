package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomTest {

  @Test
  void answersAWrongNameWithTheNearestOnes() {
    AtomRun command = AtomRun.of("topcis");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err()).contains("topcis", "Did you mean topics?", "Usage: atom");
    assertThat(AtomRun.of("dmeo").err()).contains("Did you mean demo?");

    AtomRun option =
        AtomRun.of("topics", "create", "--bootstrap-server", "x:1", "--partitons", "3");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("--partitons", "--partitions");
  }

  @Test
  void showsHelpWithExamplesAndItsRelease() {
    assertThat(AtomRun.of("topics", "--help").out()).contains("Examples:", "atom topics create");
    assertThat(AtomRun.of("topics", "--help").exitCode()).isZero();
    assertThat(AtomRun.of("--version").out()).contains("ATOM Streams 0.", "Flink 2.", "Kafka 4.");
    assertThat(AtomRun.of().out()).startsWith("Usage: atom");
  }

  @Test
  void saysInOneLineWhatIsWrongAndShowsWhereIfAsked() {
    String[] arguments = {
      "topics", "list", "--bootstrap-server", "x:1", "--command-config", "/nowhere"
    };
    AtomRun run = AtomRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("atom: --command-config /nowhere: there is no such file")
        .doesNotContain("\tat ");
    String[] verbose = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, verbose, 0, arguments.length);
    verbose[arguments.length] = "--verbose";
    assertThat(AtomRun.of(verbose).err()).contains("\tat ");
  }

  @Test
  void saysThatNoBrokerAnswers(@TempDir Path directory) throws Exception {
    Path impatient = directory.resolve("client.properties");
    Files.writeString(impatient, "request.timeout.ms=100\ndefault.api.timeout.ms=200\n");
    AtomRun run =
        AtomRun.of(
            "features",
            "tail",
            "--conf",
            "../flink-conf",
            "--bootstrap-server",
            "localhost:1",
            "--command-config",
            impatient.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("atom: no broker answers; is the address right");
  }

  @Test
  void refusesValuesThatCannotBeWithTheUsage() {
    AtomRun run = AtomRun.of("topics", "create", "--bootstrap-server", "x:1", "--partitions", "0");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("atom: partitions 0: at least 1");
  }

  @Test
  void createsListsAndDescribesTopics(@TempDir Path directory) throws Exception {
    Path config = Files.writeString(directory.resolve("client.properties"), "client.id=me\n");
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      String[] where = {
        "--bootstrap-server", kafka.bootstrapServers(), "--command-config", config.toString()
      };
      assertThat(topics("describe", where).exitCode()).isEqualTo(1);
      assertThat(topics("list", where).out()).contains("sales-events", "missing");

      AtomRun created = topics("create", where, "--partitions", "2", "--prefix", "eu.");
      assertThat(created.exitCode()).as(created.err()).isZero();
      assertThat(created.out()).containsPattern("eu\\.features +created");

      assertThat(topics("create", where, "--partitions", "2", "--prefix", "eu.").exitCode())
          .isZero();
      AtomRun differs = topics("create", where, "--partitions", "3", "--prefix", "eu.");
      assertThat(differs.exitCode()).isEqualTo(1);
      assertThat(differs.out()).contains("partitions is 2, wanted 3");

      AtomRun json = topics("describe", where, "--partitions", "2", "--prefix", "eu.", "--json");
      assertThat(json.exitCode()).isZero();
      JsonNode first = new ObjectMapper().readTree(json.out()).get(0);
      assertThat(first.get("name").asText()).isEqualTo("eu.sales-events");
      assertThat(first.get("settings").get("message.timestamp.type").asText())
          .isEqualTo("LogAppendTime");
      assertThat(topics("describe", where, "--prefix", "eu.").out())
          .contains("key: tenant|entity id", "schemas/features.avsc", "read-at, reason");
    }
  }

  private static AtomRun topics(String verb, String[] where, String... more) {
    String[] arguments = new String[2 + where.length + more.length];
    arguments[0] = "topics";
    arguments[1] = verb;
    System.arraycopy(where, 0, arguments, 2, where.length);
    System.arraycopy(more, 0, arguments, 2 + where.length, more.length);
    return AtomRun.of(arguments);
  }
}
