package io.atomstreams.pipelines.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedFlinkTest {

  @TempDir Path directory;

  @Test
  void runsShowsMeasuresAndStopsAJob() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(settings(1, 2))) {
      JobID job = flink.submit(endless(1)).getJobID();
      flink.awaitRunning(job, Duration.ofSeconds(30));

      assertThat(flink.status(job)).isEqualTo(JobStatus.RUNNING);
      assertThat(get(flink.webUrl())).contains("<html");
      assertThat(get(flink.webUrl() + "/jobs")).contains(job.toString(), "RUNNING");
      assertThat(get(flink.metricsUrl()))
          .contains("flink_jobmanager_numRunningJobs", "flink_taskmanager_job_task_numRecordsOut");

      String savepoint = flink.stopWithSavepoint(job, directory.toUri().toString());
      assertThat(Path.of(URI.create(savepoint)).resolve("_metadata")).exists();
      assertThat(flink.status(job)).isEqualTo(JobStatus.FINISHED);
    }
  }

  /** Bound to all interfaces it would answer on the second loopback address too. */
  @Test
  void listensOnTheLoopbackAddressWhateverTheSettingsSay() throws Exception {
    Configuration open = new Configuration();
    open.set(RestOptions.BIND_ADDRESS, "0.0.0.0");
    open.set(JobManagerOptions.BIND_HOST, "0.0.0.0");
    try (EmbeddedFlink flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(open, 1, 1))) {
      for (int port : List.of(flink.webPort().number(), flink.metricsPort().number())) {
        assertThat(answers("127.0.0.1", port)).isTrue();
        assertThat(answers("127.0.0.2", port)).isFalse();
      }
    }
    if (System.getProperty("os.name").equals("Linux")) { // where that address is there at all
      try (ServerSocket all = new ServerSocket(0)) {
        assertThat(answers("127.0.0.2", all.getLocalPort())).isTrue();
      }
    }
  }

  @Test
  void theShippedSettingsKeepTheWebUiOnTheLoopbackAddress() {
    Configuration shipped = GlobalConfiguration.loadConfiguration("../flink-conf");
    assertThat(shipped.get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void runsAJobAgainAfterItsTaskManagerWasKilled() {
    try (EmbeddedFlink flink = EmbeddedFlink.start(settings(2, 1))) {
      JobID job = flink.submit(endless(2)).getJobID();
      flink.awaitRunning(job, Duration.ofSeconds(30));

      flink.killTaskManager(0);
      assertThat(flink.startTaskManager()).isEqualTo(2);
      flink.awaitRunning(job, Duration.ofSeconds(60));

      flink.cancel(job);
    }
  }

  @Test
  void saysSoIfAJobEndsBeforeItRuns() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(settings(1, 1))) {
      JobClient job = flink.submit(endless(1));
      flink.cancel(job.getJobID());
      assertThatThrownBy(() -> job.getJobExecutionResult().get(30, TimeUnit.SECONDS)).isNotNull();
      assertThatThrownBy(() -> flink.awaitRunning(job.getJobID(), Duration.ofSeconds(30)))
          .hasMessageEndingWith("ended before it ran: CANCELED");
    }
  }

  @Test
  void leavesNoThreadsBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    EmbeddedFlink.start(settings(1, 1)).close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !thread.isDaemon()) {
        // Netty's global executor ends by itself after a quiet second
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private EmbeddedFlink.Settings settings(int taskManagers, int slots) {
    Configuration configuration = new Configuration();
    configuration.setString("io.tmp.dirs", directory.toString());
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "100");
    configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
    return EmbeddedFlink.Settings.of(configuration, taskManagers, slots);
  }

  private static StreamGraph endless(int parallelism) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    environment.setParallelism(parallelism);
    environment
        .fromSequence(0, Long.MAX_VALUE)
        .map((MapFunction<Long, Long>) number -> number + 1)
        .sinkTo(new DiscardingSink<>());
    return environment.getStreamGraph();
  }

  private static String get(String url) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
