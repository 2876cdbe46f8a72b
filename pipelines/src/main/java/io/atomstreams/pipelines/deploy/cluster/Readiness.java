package io.atomstreams.pipelines.deploy.cluster;

import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.FlinkRestException;
import io.atomstreams.pipelines.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;

/** Waits until processes do what they are there for, as long as all of them live. */
final class Readiness {

  private static final int CONNECTED_WITHIN_MS = 500;
  private static final long POLL_MS = 50;

  private final Collection<ClusterProcess> processes;
  private final long deadline;
  private final Duration within;

  Readiness(Collection<ClusterProcess> processes, Duration within) {
    this.processes = processes;
    this.within = within;
    this.deadline = System.nanoTime() + within.toNanos();
  }

  /**
   * Waits for a condition.
   *
   * @throws IllegalStateException if a process ends meanwhile, with what it said; or in the end
   */
  void await(String what, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      for (ClusterProcess process : processes) {
        if (!process.isAlive()) {
          throw new IllegalStateException(process.name() + " has ended" + process.lastWords());
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "after " + within.toSeconds() + " s there is still no " + what);
      }
      pause();
    }
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECTED_WITHIN_MS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether a broker answers there. */
  static boolean answers(int kafkaPort) {
    if (!listens(kafkaPort)) {
      return false;
    }
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers",
            Ports.LOOPBACK + ":" + kafkaPort,
            "request.timeout.ms",
            "2000",
            "default.api.timeout.ms",
            "2000");
    try (Admin admin = Admin.create(client)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    }
  }

  /** How many TaskManagers a JobManager knows; −1 while it does not answer. */
  static int taskManagers(FlinkRest flink) {
    try {
      return flink.get("/overview").path("taskmanagers").asInt(-1);
    } catch (FlinkRestException notYet) {
      return -1;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a process", e);
    }
  }
}
