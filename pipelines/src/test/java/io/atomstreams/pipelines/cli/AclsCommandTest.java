package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AclsCommandTest {

  @Test
  void listsWhatAJobMustBeAllowed() {
    AtomRun run = AtomRun.of("topics", "acls", "monitoring", "--conf", "../flink-conf");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "Topic             audit             literal   Write",
            "Topic             commands          literal   Read",
            "Topic             customer-events   literal   Read",
            "Topic             profiles          literal   Read, Write",
            "Topic             sales-events      literal   Read",
            "Group             atom-monitoring   literal   Read",
            "TransactionalId   atom-monitoring-  prefixed  Write");
  }

  @Test
  void printsCommandsForKafkasTool() {
    AtomRun run =
        AtomRun.of("topics", "acls", "learning", "--conf", "../flink-conf", "--kafka-acls");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "--add --allow-principal 'User:atom-learning' --topic 'examples' --operation Read"
                + " --operation Write",
            "--transactional-id 'atom-learning-' --resource-pattern-type prefixed --operation"
                + " Write");
  }

  @Test
  void printsJson() throws Exception {
    AtomRun run = AtomRun.of("topics", "acls", "scoring", "--conf", "../flink-conf", "--json");
    JsonNode grants = new ObjectMapper().readTree(run.out());
    List<String> names = new ArrayList<>();
    grants.forEach(grant -> names.add(grant.get("name").asText()));
    assertThat(names)
        .contains("sales-events", "predictions", "models", "insights", "atom-scoring")
        .doesNotContain("profiles", "feedback");
  }

  @Test
  void aJobThatIsNotThereIsAnsweredWithTheNearest() {
    AtomRun run = AtomRun.of("topics", "acls", "scorng");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean scoring?");
  }

  @Test
  void whateverAsksAClusterSignsInInTheSameWay() {
    List<String> without = new ArrayList<>();
    check(Atom.commandLine(), without);
    assertThat(without).as("it signs in as its job does").containsExactly("atom run");
  }

  private static void check(CommandLine command, List<String> without) {
    if (command.getCommandSpec().findOption("--bootstrap-server") != null
        && command.getCommandSpec().findOption("--command-config") == null) {
      without.add(command.getCommandSpec().qualifiedName());
    }
    command.getSubcommands().values().forEach(nested -> check(nested, without));
  }
}
