package io.atomstreams.pipelines.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster with a scoring job that is restarting and a learning job that has failed. */
class ClusterJobsTest {

  private static final byte[] OVERVIEW =
      """
      {"jobs": [
        {"jid": "a1", "name": "learning", "state": "FAILED", "tasks": {"total": 3, "running": 0}},
        {"jid": "b2", "name": "scoring", "state": "RESTARTING", "tasks": {"total": 3, "running": 1}}
      ]}"""
          .getBytes(StandardCharsets.UTF_8);

  private HttpServer server;
  private ClusterJobs jobs;

  @BeforeEach
  void answer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jobs/overview",
        asked -> {
          asked.sendResponseHeaders(200, OVERVIEW.length);
          asked.getResponseBody().write(OVERVIEW);
          asked.close();
        });
    server.start();
    jobs = new ClusterJobs(new FlinkRest("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void fallSilent() {
    server.stop(0);
  }

  @Test
  void aSecondJobOfANameIsRefusedWhileTheFirstLives() {
    assertThatThrownBy(() -> jobs.refuseSecond("scoring"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("job scoring is at http://127.0.0.1:")
        .hasMessageEndingWith("b2, RESTARTING; end it first: atom stop b2 --savepoint-dir DIR");
  }

  @Test
  void oneThatHasEndedIsNotInTheWay() {
    assertThatCode(() -> jobs.refuseSecond("learning")).doesNotThrowAnyException();
    assertThatCode(() -> jobs.refuseSecond("monitoring")).doesNotThrowAnyException();
  }
}
