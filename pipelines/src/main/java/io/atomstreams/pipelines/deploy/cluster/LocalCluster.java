package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.model.NearestNames;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.RestTls;
import io.atomstreams.pipelines.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;

/**
 * A JobManager, TaskManagers and a Kafka broker as processes of this machine, all on the loopback
 * address; with high availability a ZooKeeper and a second JobManager. They outlive the JVM that
 * starts them. Everything of a cluster lies in its directory, from which any JVM can {@link #open}
 * it again; a new start in the same directory goes on with the broker's log that is there.
 *
 * <p>Names of the processes: {@code kafka}, {@code zookeeper}, {@code jobmanager-1} (and {@code
 * -2}), {@code taskmanager-1} and so on.
 */
public final class LocalCluster {

  public static final String KAFKA = "kafka";
  public static final String ZOOKEEPER = "zookeeper";
  private static final String JOB_MANAGER = "jobmanager-";
  private static final String TASK_MANAGER = "taskmanager-";

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(15);
  private static final Pattern METRICS =
      Pattern.compile("metrics\\.reporter\\.prometheus\\.port=(\\d+)");
  private static final Pattern WEB = Pattern.compile("rest\\.port=(\\d+)");

  private final ClusterDirectory directory;
  private final Map<String, String> environment;

  private LocalCluster(ClusterDirectory directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** The cluster in a directory, running or not. */
  public static LocalCluster open(Path directory) {
    return new LocalCluster(new ClusterDirectory(directory), Map.of());
  }

  /**
   * Starts all processes, and returns when the broker answers and all TaskManagers are known. If it
   * fails, or this JVM is ended meanwhile, none of them is left.
   *
   * @throws IllegalStateException if a cluster runs in the directory already, or does not start
   */
  public static LocalCluster start(
      Path place, Distribution distribution, ClusterSettings settings) {
    LocalCluster cluster = new LocalCluster(new ClusterDirectory(place), settings.environment());
    cluster.refuseIfAlive();
    Thread undo = new Thread(cluster::kill, "undo");
    Runtime.getRuntime().addShutdownHook(undo);
    try {
      new Blueprint(cluster.directory, distribution, settings).write();
      cluster.processes().forEach(ClusterProcess::start);
      cluster.awaitReady();
    } catch (RuntimeException e) {
      cluster.kill();
      throw e;
    } finally {
      keep(undo);
    }
    return cluster;
  }

  private static void keep(Thread undo) {
    try {
      Runtime.getRuntime().removeShutdownHook(undo);
    } catch (IllegalStateException ending) {
      // then it runs: this JVM is on its way out
    }
  }

  private void refuseIfAlive() {
    List<ClusterProcess> alive = processes().stream().filter(ClusterProcess::isAlive).toList();
    if (!alive.isEmpty()) {
      throw new IllegalStateException(
          "a cluster runs in %s already: %s; stop it (atom cluster stop), or start in another directory"
              .formatted(
                  directory.root(),
                  alive.stream()
                      .map(process -> process.name() + " " + process.pid().orElse(0L))
                      .collect(Collectors.joining(", "))));
    }
  }

  /** Waits until the broker answers and every TaskManager is known to the JobManager. */
  public void awaitReady() {
    Readiness readiness = new Readiness(processes(), READY_WITHIN);
    readiness.await("broker at " + bootstrapServers(), () -> Readiness.answers(kafkaPort()));
    int wanted = names(TASK_MANAGER).size();
    FlinkRest flink = rest();
    readiness.await(
        "JobManager at " + webUrl() + " with " + wanted + " TaskManagers",
        () -> Readiness.taskManagers(flink) >= wanted);
  }

  /** All of its processes, in order of their names. */
  public List<ClusterProcess> processes() {
    return directory.processes().stream().map(this::known).toList();
  }

  /**
   * One of its processes.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ClusterProcess process(String name) {
    List<String> names = directory.processes();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no process " + name + "; " + NearestNames.hint(name, names));
    }
    return known(name);
  }

  private ClusterProcess known(String name) {
    return new ClusterProcess(directory, name, environment);
  }

  public ClusterProcess kafka() {
    return process(KAFKA);
  }

  public List<ClusterProcess> jobManagers() {
    return named(JOB_MANAGER);
  }

  public List<ClusterProcess> taskManagers() {
    return named(TASK_MANAGER);
  }

  /**
   * Ends all processes: asks, waits, and kills what is left then. Jobs end without a savepoint.
   *
   * @return names of those that had to be killed
   */
  public List<String> stop() {
    List<String> forced = new ArrayList<>();
    for (List<ClusterProcess> together :
        List.of(taskManagers(), jobManagers(), named(KAFKA), named(ZOOKEEPER))) {
      together.stream().filter(ClusterProcess::isSuspended).forEach(ClusterProcess::resume);
      together.forEach(ClusterProcess::terminate);
      for (ClusterProcess process : together) {
        if (!process.ended(STOPPED_WITHIN)) {
          forced.add(process.name());
        }
      }
    }
    return forced;
  }

  /** SIGKILL for all. */
  public void kill() {
    processes().forEach(ClusterProcess::kill);
  }

  public Path directory() {
    return directory.root();
  }

  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + kafkaPort();
  }

  /** Web UI and REST API of the first JobManager. */
  public String webUrl() {
    Configuration settings = configuration();
    return RestTls.scheme(settings) + "://" + Ports.LOOPBACK + ":" + settings.get(RestOptions.PORT);
  }

  /** Web UI and REST API of each JobManager. */
  public Map<String, String> webUrls() {
    String scheme = RestTls.scheme(configuration());
    Map<String, String> urls = new TreeMap<>();
    for (String name : names(JOB_MANAGER)) {
      urls.put(name, scheme + "://" + Ports.LOOPBACK + ":" + port(name, WEB));
    }
    return urls;
  }

  /** The REST API of whichever JobManager is there. */
  public FlinkRest rest() {
    return new FlinkRest(List.copyOf(webUrls().values()), configuration());
  }

  /** Prometheus endpoint of each Flink process. */
  public Map<String, String> metricsUrls() {
    return directory.processes().stream()
        .filter(name -> name.startsWith(JOB_MANAGER) || name.startsWith(TASK_MANAGER))
        .collect(
            Collectors.toMap(
                name -> name,
                name -> "http://" + Ports.LOOPBACK + ":" + port(name, METRICS) + "/metrics"));
  }

  /** Flink's settings of its processes, and of who submits to them. */
  public Configuration configuration() {
    if (Files.notExists(directory.conf())) {
      throw new IllegalStateException(
          "there is no cluster in " + directory.root() + "; start one with atom cluster start");
    }
    return GlobalConfiguration.loadConfiguration(directory.conf().toString());
  }

  private int kafkaPort() {
    Properties kafka = new Properties();
    try (var file = Files.newBufferedReader(directory.conf().resolve("kafka.properties"))) {
      kafka.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("there is no cluster in " + directory.root(), e);
    }
    return Integer.parseInt(kafka.getProperty(KafkaProcess.PORT));
  }

  private int port(String name, Pattern pattern) {
    Matcher matcher = pattern.matcher(read(directory.command(name)));
    if (!matcher.find()) {
      throw new IllegalStateException(directory.command(name) + " does not say " + pattern);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private List<ClusterProcess> named(String prefix) {
    return names(prefix).stream().map(this::known).toList();
  }

  private List<String> names(String prefix) {
    return directory.processes().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
