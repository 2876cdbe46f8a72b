package io.atomstreams.pipelines.embedded;

import io.atomstreams.pipelines.embedded.Ports.Port;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.graph.ExecutionPlan;

/**
 * A Flink cluster in this JVM: job manager, task managers, web UI and Prometheus endpoint, all on
 * the loopback address. Task managers can be killed and added while jobs run.
 *
 * <p>Every method that asks the cluster something waits for the answer and throws {@link
 * IllegalStateException} with the cluster's reason if there is none within a minute.
 */
public final class EmbeddedFlink implements AutoCloseable {

  /** Name of the metrics reporter in the configuration: {@code metrics.reporter.prometheus.*}. */
  private static final String REPORTER = "metrics.reporter.prometheus.";

  private static final Duration RESULTS_KEPT = Duration.ofSeconds(3);
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);
  private static final Duration SAVEPOINT_WITHIN = Duration.ofMinutes(10);
  private static final long POLL_MS = 20;

  private final MiniCluster cluster;
  private final Port webPort;
  private final Port metricsPort;
  private int taskManagersStarted;

  private EmbeddedFlink(MiniCluster cluster, Port webPort, Port metricsPort, int taskManagers) {
    this.cluster = cluster;
    this.webPort = webPort;
    this.metricsPort = metricsPort;
    this.taskManagersStarted = taskManagers;
  }

  /**
   * How to start a cluster.
   *
   * @param configuration Flink's own options; ports, addresses and the reporter are set here
   * @param taskManagers at least 1
   * @param slots task slots of each task manager, at least 1
   * @param webPort wanted port of REST API and web UI, the next free one is taken if it is busy; 0
   *     for any
   * @param metricsPort wanted port of the Prometheus endpoint, likewise
   */
  public record Settings(
      Configuration configuration, int taskManagers, int slots, int webPort, int metricsPort) {

    public Settings {
      if (taskManagers < 1 || slots < 1) {
        throw new IllegalArgumentException(
            taskManagers + " task managers with " + slots + " slots: at least 1 of each");
      }
    }

    /** Any ports. */
    public static Settings of(Configuration configuration, int taskManagers, int slots) {
      return new Settings(configuration, taskManagers, slots, 0, 0);
    }

    public Settings onPorts(int web, int metrics) {
      return new Settings(configuration, taskManagers, slots, web, metrics);
    }
  }

  /**
   * Starts a cluster and returns when it takes jobs.
   *
   * @throws IllegalStateException if it cannot start
   */
  public static EmbeddedFlink start(Settings settings) {
    Ports ports = new Ports();
    Port web = ports.choose(settings.webPort());
    Port metrics = ports.choose(settings.metricsPort());
    MiniClusterConfiguration configuration =
        new MiniClusterConfiguration.Builder()
            .setConfiguration(clusterConfiguration(settings.configuration(), web, metrics))
            .setNumTaskManagers(settings.taskManagers())
            .setNumSlotsPerTaskManager(settings.slots())
            .setCommonBindAddress(Ports.LOOPBACK)
            .build();
    MiniCluster cluster = new MiniCluster(configuration);
    try {
      cluster.start();
    } catch (Exception e) {
      answer(cluster.closeAsync(), ANSWER_WITHIN, "close the Flink cluster that did not start");
      throw new IllegalStateException("the Flink cluster does not start: " + e.getMessage(), e);
    }
    return new EmbeddedFlink(cluster, web, metrics, settings.taskManagers());
  }

  private static Configuration clusterConfiguration(Configuration wanted, Port web, Port metrics) {
    Configuration configuration = new Configuration(wanted);
    configuration.set(RestOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.PORT, web.number());
    configuration.set(RestOptions.BIND_PORT, String.valueOf(web.number()));
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    // closing waits so long for somebody to ask what became of a savepoint; five minutes otherwise
    configuration.set(RestOptions.ASYNC_OPERATION_STORE_DURATION, RESULTS_KEPT);
    configuration.set(JobManagerOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(JobManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(BlobServerOptions.PORT, "0");
    configuration.set(TaskManagerOptions.HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, Ports.LOOPBACK);
    // the jobs' classes are this JVM's own: there is no user class loader that could leak
    configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    String factory = LoopbackPrometheusReporter.Factory.class.getName();
    configuration.setString(REPORTER + "factory.class", factory);
    configuration.setString(REPORTER + "port", String.valueOf(metrics.number()));
    return configuration;
  }

  /** Address of the web UI and the REST API. */
  public String webUrl() {
    return "http://" + Ports.LOOPBACK + ":" + webPort.number();
  }

  public Port webPort() {
    return webPort;
  }

  /** Address of the Prometheus endpoint. */
  public String metricsUrl() {
    return "http://" + Ports.LOOPBACK + ":" + metricsPort.number() + "/metrics";
  }

  public Port metricsPort() {
    return metricsPort;
  }

  /**
   * Submits a job and returns as soon as the cluster has taken it.
   *
   * @param plan a {@code StreamGraph} or a {@code JobGraph}
   */
  public JobClient submit(ExecutionPlan plan) {
    JobID job = answer(cluster.submitJob(plan), ANSWER_WITHIN, "submit a job").getJobID();
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return new MiniClusterJobClient(job, cluster, classes, JobFinalizationBehavior.NOTHING);
  }

  public JobStatus status(JobID job) {
    return answer(cluster.getJobStatus(job), ANSWER_WITHIN, "ask for the status of " + job);
  }

  /**
   * Waits until every task of the job runs.
   *
   * @throws IllegalStateException if the job ends before, or after the timeout
   */
  public void awaitRunning(JobID job, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!allTasksRun(job)) {
      JobStatus status = status(job);
      if (status.isTerminalState()) {
        throw new IllegalStateException("job " + job + " ended before it ran: " + status);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "job " + job + " is still " + status + " after " + timeout.toSeconds() + " s");
      }
      pause();
    }
  }

  /** Whether every task of the job runs (or has finished) at this moment. */
  public boolean allTasksRun(JobID job) {
    AccessExecutionGraph graph =
        answer(cluster.getExecutionGraph(job), ANSWER_WITHIN, "look at the tasks of " + job);
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      ExecutionState state = task.getExecutionState();
      if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
        return false;
      }
    }
    return true;
  }

  /** Asks the job to stop without a savepoint; returns when the cluster has taken the request. */
  public void cancel(JobID job) {
    answer(cluster.cancelJob(job), ANSWER_WITHIN, "cancel " + job);
  }

  /**
   * Stops the job with a savepoint, up to ten minutes.
   *
   * @param directory URI or path of the directory to write to
   * @return path of the savepoint
   */
  public String stopWithSavepoint(JobID job, String directory) {
    CompletableFuture<String> path =
        cluster.stopWithSavepoint(job, directory, false, SavepointFormatType.CANONICAL);
    return answer(path, SAVEPOINT_WITHIN, "stop " + job + " with a savepoint");
  }

  /**
   * Takes a task manager away, with all tasks on it; returns when it is gone.
   *
   * @param index in the order they were started, from 0; killed ones keep their number
   */
  public synchronized void killTaskManager(int index) {
    if (index < 0 || index >= taskManagersStarted) {
      throw new IllegalArgumentException(
          "task manager " + index + ": there are 0 to " + (taskManagersStarted - 1));
    }
    answer(cluster.terminateTaskManager(index), ANSWER_WITHIN, "kill task manager " + index);
  }

  /**
   * Adds a task manager with the same slots.
   *
   * @return its index for {@link #killTaskManager(int)}
   */
  public synchronized int startTaskManager() {
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw new IllegalStateException("no new task manager: " + e.getMessage(), e);
    }
    return taskManagersStarted++;
  }

  /** Stops everything; running jobs end without a savepoint. */
  @Override
  public void close() {
    answer(cluster.closeAsync(), ANSWER_WITHIN, "close the Flink cluster");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a job", e);
    }
  }

  private static <T> T answer(CompletableFuture<T> future, Duration within, String request) {
    try {
      return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "could not " + request + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "could not " + request + ": no answer within " + within.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: could not " + request, e);
    }
  }
}
