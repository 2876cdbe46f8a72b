package io.atomstreams.pipelines.deploy.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a cluster is to be.
 *
 * @param conf directory of the {@code config.yaml} that its settings start from
 * @param slots of each TaskManager
 * @param highAvailability ZooKeeper and a second JobManager, so that jobs outlive the first
 * @param kafkaPort wanted one; the next free one is taken if it is busy; 0 for any
 * @param webPort wanted port of the web UI, likewise
 * @param flink Flink options in place of all others
 * @param broker broker options in place of all others
 * @param environment variables of the processes beside those of this JVM; written nowhere, so that
 *     who opens the cluster from another JVM and starts a process of it has to bring them along
 */
public record ClusterSettings(
    Path conf,
    int taskManagers,
    int slots,
    boolean highAvailability,
    int kafkaPort,
    int webPort,
    Map<String, String> flink,
    Map<String, String> broker,
    Map<String, String> environment) {

  private static final int MOST_PROCESSES = 64;
  private static final int MOST_SLOTS = 128;

  public ClusterSettings {
    if (taskManagers < 1 || taskManagers > MOST_PROCESSES) {
      throw new IllegalArgumentException(
          taskManagers + " TaskManagers: there may be 1 to " + MOST_PROCESSES);
    }
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException(
          slots + " slots of a TaskManager: there may be 1 to " + MOST_SLOTS);
    }
    flink = Map.copyOf(flink);
    broker = Map.copyOf(broker);
    environment = Map.copyOf(environment);
  }

  /** One TaskManager with two slots, any ports. */
  public static ClusterSettings of(Path conf) {
    return new ClusterSettings(conf, 1, 2, false, 0, 0, Map.of(), Map.of(), Map.of());
  }

  public ClusterSettings withTaskManagers(int processes, int slotsOfEach) {
    return new ClusterSettings(
        conf,
        processes,
        slotsOfEach,
        highAvailability,
        kafkaPort,
        webPort,
        flink,
        broker,
        environment);
  }

  public ClusterSettings withHighAvailability(boolean wanted) {
    return new ClusterSettings(
        conf, taskManagers, slots, wanted, kafkaPort, webPort, flink, broker, environment);
  }

  public ClusterSettings onPorts(int kafka, int web) {
    return new ClusterSettings(
        conf, taskManagers, slots, highAvailability, kafka, web, flink, broker, environment);
  }

  /** With one more Flink option. */
  public ClusterSettings withFlink(String option, String value) {
    return new ClusterSettings(
        conf,
        taskManagers,
        slots,
        highAvailability,
        kafkaPort,
        webPort,
        with(flink, option, value),
        broker,
        environment);
  }

  /** With one more broker option. */
  public ClusterSettings withBroker(String option, String value) {
    return new ClusterSettings(
        conf,
        taskManagers,
        slots,
        highAvailability,
        kafkaPort,
        webPort,
        flink,
        with(broker, option, value),
        environment);
  }

  /** With these variables and no others beside those of this JVM. */
  public ClusterSettings withEnvironment(Map<String, String> variables) {
    return new ClusterSettings(
        conf, taskManagers, slots, highAvailability, kafkaPort, webPort, flink, broker, variables);
  }

  private static Map<String, String> with(Map<String, String> those, String name, String value) {
    Map<String, String> more = new HashMap<>(those);
    more.put(name, value);
    return more;
  }
}
