package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicAdmin.Finding;
import io.atomstreams.pipelines.connector.TopicAdmin.State;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Topics with the right settings on any cluster. */
@Command(
    name = "topics",
    description =
        "Creates, lists or describes the platform's topics on a Kafka cluster, and says who must be"
            + " allowed what.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AclsCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom topics create --bootstrap-server localhost:9092",
      "  atom topics create --bootstrap-server broker:9093 --command-config client.properties \\",
      "      --prefix shop. --partitions 12 --replication-factor 3 --min-insync-replicas 2",
      "  atom topics describe --bootstrap-server localhost:9092 --json",
      "  atom topics acls scoring"
    })
final class TopicsCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "atom topics: one of create, list, describe, acls is missing");
  }

  /** How the topics are to be. */
  static final class Wanted {

    @Option(
        names = "--prefix",
        paramLabel = "PREFIX",
        description = "In front of every topic name (default: none).",
        defaultValue = "")
    private String prefix;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        description = "Partitions of each topic (default: ${DEFAULT-VALUE}).",
        defaultValue = "" + TopicCatalogue.DEFAULT_PARTITIONS)
    private int partitions;

    @Option(
        names = "--replication-factor",
        paramLabel = "R",
        description = "Copies of each partition (default: the cluster's own).",
        defaultValue = "" + TopicCatalogue.CLUSTER_DEFAULT)
    private short replicationFactor;

    @Option(
        names = "--min-insync-replicas",
        paramLabel = "R",
        description = {
          "Copies that must have a record before it counts as written",
          "(default: the cluster's own). With 3 copies, 2."
        },
        defaultValue = "" + TopicCatalogue.CLUSTER_DEFAULT)
    private int minInsyncReplicas;

    @Option(names = "--json", description = "Print JSON for machines.")
    private boolean json;

    @Mixin private ClusterOptions cluster;

    private List<Finding> ask(
        BiFunction<TopicAdmin, TopicCatalogue, List<Finding>> question, CommandLine command)
        throws IOException {
      TopicCatalogue catalogue;
      try {
        catalogue = new TopicCatalogue(prefix, partitions, replicationFactor, minInsyncReplicas);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command, e.getMessage(), e);
      }
      try (TopicAdmin admin = new TopicAdmin(cluster.clientSettings())) {
        return question.apply(admin, catalogue);
      }
    }

    private int print(List<Finding> findings, boolean details, PrintWriter out) {
      out.println(
          json ? TopicReport.json(findings) : TopicReport.text(findings, details).stripTrailing());
      out.flush();
      boolean asWanted =
          findings.stream()
              .allMatch(
                  finding -> finding.state() == State.CREATED || finding.state() == State.PRESENT);
      return asWanted ? Atom.SUCCESS : Atom.FAILURE;
    }
  }

  @Command(
      name = "create",
      description = {
        "Creates the topics that are missing.",
        "Existing ones are left as they are; if one differs, it is named and the exit code is 1."
      })
  int create(@Mixin Wanted wanted) throws IOException {
    return wanted.print(wanted.ask(TopicAdmin::create, command("create")), false, out());
  }

  @Command(
      name = "list",
      description =
          "Names the platform's topics and whether they are there. Exit code 0 either way.")
  int list(@Mixin Wanted wanted) throws IOException {
    wanted.print(wanted.ask(TopicAdmin::describe, command("list")), false, out());
    return Atom.SUCCESS;
  }

  @Command(
      name = "describe",
      description = {
        "Shows key, headers, schema and settings of the platform's topics.",
        "The exit code is 1 if one is missing or differs from what is wanted."
      })
  int describe(@Mixin Wanted wanted) throws IOException {
    return wanted.print(wanted.ask(TopicAdmin::describe, command("describe")), true, out());
  }

  private CommandLine command(String verb) {
    return spec.commandLine().getSubcommands().get(verb);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
