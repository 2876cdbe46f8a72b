package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.embedded.Ports;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** Writes what the processes of a cluster read: settings with ports that are free, and commands. */
final class Blueprint {

  private static final int JOB_MANAGERS_TO_FAIL_OVER = 2;

  private final ClusterDirectory directory;
  private final Distribution distribution;
  private final ClusterSettings settings;
  private final Ports ports = new Ports();

  Blueprint(ClusterDirectory directory, Distribution distribution, ClusterSettings settings) {
    this.directory = directory;
    this.distribution = distribution;
    this.settings = settings;
  }

  /** In place of what an earlier start has written; data stay. */
  void write() {
    TemporaryDirectory.delete(directory.root().resolve("commands"));
    TemporaryDirectory.delete(directory.root().resolve("pids"));
    int web = free(settings.webPort());
    int zooKeeper = free(0);
    Configuration flink =
        new FlinkSettings(directory, settings).configuration(web, free(0), zooKeeper);
    ClusterDirectory.write(directory.conf().resolve("config.yaml"), FlinkSettings.text(flink));
    copyLogging();
    Commands commands = new Commands(directory, distribution, flink);
    kafka(commands);
    if (settings.highAvailability()) {
      zooKeeper(commands, zooKeeper);
    }
    write(commands.jobManager("jobmanager-1", web, free(0)));
    for (int i = 2; settings.highAvailability() && i <= JOB_MANAGERS_TO_FAIL_OVER; i++) {
      write(commands.jobManager("jobmanager-" + i, free(0), free(0)));
    }
    for (int i = 1; i <= settings.taskManagers(); i++) {
      write(commands.taskManager("taskmanager-" + i, free(0)));
    }
  }

  private void kafka(Commands commands) {
    Map<String, String> broker = new TreeMap<>();
    broker.put(KafkaProcess.PORT, Integer.toString(free(settings.kafkaPort())));
    // a killed broker can sign on again when its controller has forgotten it; 9 s by default
    broker.put("broker.session.timeout.ms", "3000");
    broker.putAll(settings.broker());
    ClusterDirectory.write(directory.conf().resolve("kafka.properties"), properties(broker));
    write(commands.kafka(LocalCluster.KAFKA));
  }

  private void zooKeeper(Commands commands, int port) {
    Path data = directory.data(LocalCluster.ZOOKEEPER).resolve("log");
    ClusterDirectory.write(
        directory.conf().resolve("zookeeper.cfg"),
        properties(
            Map.of(
                "tickTime", "500",
                "initLimit", "10",
                "syncLimit", "5",
                "dataDir", data.toString(),
                "clientPort", Integer.toString(port),
                "clientPortAddress", Ports.LOOPBACK,
                "admin.enableServer", "false")));
    write(commands.zooKeeper(LocalCluster.ZOOKEEPER));
  }

  private void copyLogging() {
    Path shipped = settings.conf().resolve("log4j2.properties");
    try {
      ClusterDirectory.write(
          directory.conf().resolve("log4j2.properties"), Files.readString(shipped));
    } catch (IOException e) {
      throw new UncheckedIOException(shipped + " cannot be read", e);
    }
  }

  private int free(int wanted) {
    return ports.choose(wanted).number();
  }

  private void write(ProcessCommand command) {
    ClusterDirectory.write(directory.command(command.name()), command.argumentFile());
  }

  private static String properties(Map<String, String> settings) {
    return settings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
