package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.cluster.ClusterProcess;
import io.atomstreams.pipelines.deploy.cluster.ClusterSettings;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom cluster}: Flink and Kafka as processes of this machine. */
@Command(
    name = "cluster",
    description = {
      "A JobManager, TaskManagers and a Kafka broker as processes of this machine, listening on the",
      "loopback address. They go on until they are stopped."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom cluster start                              one TaskManager with two slots",
      "  atom cluster start --taskmanagers 2 --high-availability --dir /var/tmp/atom",
      "  atom cluster status --json",
      "  atom cluster stop"
    })
final class ClusterCommand implements Runnable {

  private static final int KAFKA_PORT = 9092;
  private static final int WEB_PORT = 8081;

  @Spec private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "atom cluster: one of start, stop, status is missing");
  }

  /** What the cluster is to be. */
  static final class Wanted {

    @Option(
        names = "--taskmanagers",
        paramLabel = "N",
        description = "Processes that run tasks (default: ${DEFAULT-VALUE}).",
        defaultValue = "1")
    private int taskManagers;

    @Option(
        names = "--slots",
        paramLabel = "N",
        description = "Slots of each of them (default: ${DEFAULT-VALUE}).",
        defaultValue = "2")
    private int slots;

    @Option(
        names = "--high-availability",
        description = "ZooKeeper and a second JobManager: jobs outlive the first one.")
    private boolean highAvailability;

    @Option(
        names = "--kafka-port",
        paramLabel = "PORT",
        description = "Of the broker, or the next free one (default: ${DEFAULT-VALUE}); 0: any.",
        defaultValue = "" + KAFKA_PORT)
    private int kafkaPort;

    @Option(
        names = "--web-port",
        paramLabel = "PORT",
        description = "Of web UI and REST API, or the next free one (default: ${DEFAULT-VALUE}).",
        defaultValue = "" + WEB_PORT)
    private int webPort;

    @Option(
        names = "--conf",
        paramLabel = "DIR",
        description = "Directory with config.yaml and log4j2.properties.")
    private Path conf = Home.path("flink-conf");

    @Option(
        names = "-D",
        paramLabel = "KEY=VALUE",
        description = "A Flink option in place of the one in config.yaml; may be repeated.")
    private Map<String, String> flink = Map.of();

    private ClusterSettings settings() {
      return new ClusterSettings(
          conf,
          taskManagers,
          slots,
          highAvailability,
          kafkaPort,
          webPort,
          flink,
          Map.of(),
          Map.of());
    }
  }

  @Command(
      name = "start",
      description = {
        "Starts the processes and waits until they take jobs. If one does not start, none is left.",
        "A directory that was used before is opened with the topics that are in it."
      })
  int start(@Mixin Wanted wanted, @Mixin ClusterDirectoryOption where) {
    ClusterSettings settings;
    try {
      settings = wanted.settings();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command("start"), e.getMessage(), e);
    }
    Distribution distribution = Distribution.in(Home.path("pipelines").resolve("target"));
    LocalCluster cluster = LocalCluster.start(where.directory(), distribution, settings);
    PrintWriter out = out();
    moved("Kafka", wanted.kafkaPort, cluster.bootstrapServers());
    moved("the web UI", wanted.webPort, cluster.webUrl());
    ClusterReport.text(cluster, out);
    out.flush();
    return Atom.SUCCESS;
  }

  private void moved(String what, int wanted, String address) {
    if (wanted != 0 && !address.endsWith(":" + wanted)) {
      out().printf("  port %d is taken: %s listens at %s%n", wanted, what, address);
    }
  }

  @Command(
      name = "stop",
      description = {
        "Ends all processes, by force after 15 seconds. Jobs end without a savepoint: atom stop JOB",
        "takes one first. Topics and checkpoints stay in the directory; with --high-availability",
        "the next start there brings the jobs back that were not stopped."
      })
  int stop(@Mixin ClusterDirectoryOption where) {
    LocalCluster cluster = where.open();
    List<String> alive =
        cluster.processes().stream()
            .filter(ClusterProcess::isAlive)
            .map(ClusterProcess::name)
            .toList();
    List<String> forced = cluster.stop();
    PrintWriter out = out();
    out.println(
        alive.isEmpty()
            ? "  nothing ran in " + cluster.directory()
            : "  stopped " + String.join(", ", alive));
    forced.forEach(name -> out.println("  " + name + " had to be killed"));
    out.flush();
    return Atom.SUCCESS;
  }

  @Command(
      name = "status",
      description = "Names the processes and what they do. The exit code is 1 if one is not alive.")
  int status(
      @Mixin ClusterDirectoryOption where,
      @Option(names = "--json", description = "Print JSON for machines.") boolean json) {
    LocalCluster cluster = where.open();
    PrintWriter out = out();
    if (json) {
      out.println(ClusterReport.json(cluster));
    } else {
      ClusterReport.text(cluster, out);
    }
    out.flush();
    List<ClusterProcess> processes = cluster.processes();
    boolean all = !processes.isEmpty() && processes.stream().allMatch(ClusterProcess::isAlive);
    return all ? Atom.SUCCESS : Atom.FAILURE;
  }

  private picocli.CommandLine command(String verb) {
    return spec.commandLine().getSubcommands().get(verb);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
