package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.pipelines.embedded.LoopbackPrometheusReporter;
import io.atomstreams.pipelines.embedded.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * Flink's settings for processes on one machine: the shipped {@code config.yaml}, and in its place
 * what follows from where the processes lie and from the wish that a failure be found quickly.
 */
final class FlinkSettings {

  /**
   * Engines and model-loader have one home, Flink's {@code lib/}: a native library belongs to one
   * class loader, and shared models outlive a job's. They are in no job jar; the patterns hold even
   * if somebody puts them into one.
   */
  static final String PARENT_FIRST =
      "ai.djl;org.tensorflow;org.bytedeco;ai.onnxruntime;ml.dmlc;com.microsoft.ml;com.sun.jna;"
          + "io.atomstreams.model.";

  private final ClusterDirectory directory;
  private final ClusterSettings settings;

  FlinkSettings(ClusterDirectory directory, ClusterSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * All of them.
   *
   * @param rpcPort of the only JobManager
   */
  Configuration configuration(int webPort, int rpcPort, int zooKeeperPort) {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(settings.conf().toAbsolutePath().toString());
    Map<String, String> ours = new LinkedHashMap<>();
    addresses(ours, webPort, rpcPort);
    places(ours);
    memory(ours);
    quickDetection(ours);
    quickReturn(ours);
    if (settings.highAvailability()) {
      highAvailability(ours, zooKeeperPort);
    }
    ours.putAll(settings.flink());
    ours.forEach(configuration::setString);
    return configuration;
  }

  /** As the text of a {@code config.yaml}. */
  static String text(Configuration configuration) {
    return String.join("\n", ConfigurationUtils.convertConfigToWritableLines(configuration, true))
        + "\n";
  }

  private void addresses(Map<String, String> ours, int webPort, int rpcPort) {
    for (String host :
        new String[] {
          "rest.address",
          "rest.bind-address",
          "jobmanager.rpc.address",
          "jobmanager.bind-host",
          "taskmanager.host",
          "taskmanager.bind-host"
        }) {
      ours.put(host, Ports.LOOPBACK);
    }
    ours.put("rest.port", Integer.toString(webPort));
    ours.put("rest.bind-port", Integer.toString(webPort));
    ours.put("jobmanager.rpc.port", Integer.toString(rpcPort));
    ours.put("web.submit.enable", "false"); // jars come from atom run, not from a browser
    // Flink's own reporter listens on all addresses; each process gets a port of its own
    ours.put(
        "metrics.reporter.prometheus.factory.class",
        LoopbackPrometheusReporter.Factory.class.getName());
    ours.put("classloader.parent-first-patterns.additional", PARENT_FIRST);
  }

  private void places(Map<String, String> ours) {
    ours.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
    ours.put("execution.checkpointing.dir", directory.uri("checkpoints"));
    ours.put("execution.checkpointing.savepoint-dir", directory.uri("savepoints"));
    ours.put("process.working-dir", directory.root().resolve("data").resolve("work").toString());
    ours.put("io.tmp.dirs", directory.root().resolve("data").resolve("tmp").toString());
  }

  private static void memory(Map<String, String> ours) {
    ours.put("jobmanager.memory.process.size", "1024m");
    // below 2 GB resident, of which the engines' natives take what they allocate outside of the
    // heap
    ours.put("taskmanager.memory.process.size", "1792m");
    ours.put("taskmanager.memory.task.off-heap.size", "256m");
  }

  /**
   * By Flink's defaults a silent process is given up after 50 s. A killed one is found sooner:
   * calls to its port fail, and two heartbeats that could not be sent are enough.
   */
  private static void quickDetection(Map<String, String> ours) {
    ours.put("heartbeat.interval", "200ms"); // killed: given up after half a second
    ours.put("heartbeat.timeout", "8s"); // suspended: longer than any collection of garbage here
    ours.put("heartbeat.rpc-failure-threshold", "2");
    // who comes back, or loses its JobManager, asks again soon: up to 10 and 30 s by default
    ours.put("cluster.registration.initial-timeout", "100ms");
    ours.put("cluster.registration.max-timeout", "1s");
    ours.put("cluster.registration.error-delay", "500ms");
    ours.put("cluster.registration.refused-registration-delay", "500ms");
    ours.put("taskmanager.registration.timeout", "10min"); // wait for a JobManager, do not give up
  }

  /** What has to be done between the detection and the first new record. */
  private static void quickReturn(Map<String, String> ours) {
    ours.put("restart-strategy.type", "exponential-delay");
    ours.put("restart-strategy.exponential-delay.initial-backoff", "50ms");
    ours.put("restart-strategy.exponential-delay.max-backoff", "1s");
    // the next failure after ten good seconds is the first of its series again; an hour by default
    ours.put("restart-strategy.exponential-delay.reset-backoff-threshold", "10s");
    ours.put("restart-strategy.exponential-delay.attempts-before-reset-backoff", "100000");
    // tasks wait for a TaskManager that is started again. Otherwise only those of a young cluster
    // do:
    // after five minutes a job without slots fails at once, and again, each time waiting longer
    ours.put("resourcemanager.standalone.start-up-time", "240d"); // 248 are the most
    // a TaskManager keeps its name and its directory when it is started again, and finds its state
    ours.put("execution.checkpointing.local-backup.enabled", "true");
    ours.put("execution.state-recovery.from-local", "true");
    // tasks that do not heed the request to end take their process with them, after three minutes
    ours.put("task.cancellation.timeout", "30s");
    // answers to savepoints are kept so long; five minutes hold up an orderly stop
    ours.put("rest.async.store-duration", "30s");
  }

  private void highAvailability(Map<String, String> ours, int zooKeeperPort) {
    ours.put("high-availability.type", "zookeeper");
    ours.put("high-availability.zookeeper.quorum", Ports.LOOPBACK + ":" + zooKeeperPort);
    ours.put("high-availability.storageDir", directory.uri("recovery"));
    ours.put("high-availability.cluster-id", "/atom");
    // a killed leader's claim lasts as long as its session; 60 s by default
    ours.put("high-availability.zookeeper.client.session-timeout", "4s");
    ours.put("high-availability.zookeeper.client.connection-timeout", "2s");
    ours.put("high-availability.zookeeper.client.retry-wait", "500ms");
    ours.put("high-availability.zookeeper.client.max-retry-attempts", "10");
  }
}
