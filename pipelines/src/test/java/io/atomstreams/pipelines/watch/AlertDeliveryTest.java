package io.atomstreams.pipelines.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector finds a drift; Prometheus sees it, by the shipped rules; Alertmanager, by the shipped
 * example, tells somebody.
 */
@Tag("watch")
class AlertDeliveryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  private final AtomicInteger drifts = new AtomicInteger();
  private final BlockingQueue<JsonNode> delivered = new LinkedBlockingQueue<>();
  private HttpServer server;

  @TempDir Path directory;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", exchange -> answer(exchange, page()));
    server.createContext(
        "/alerts",
        exchange -> {
          delivered.add(JSON.readTree(exchange.getRequestBody()));
          answer(exchange, "");
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** As a TaskManager would say it. */
  private String page() {
    String name = AtomMetric.DRIFTS.exportedName();
    return "# TYPE %s gauge\n%s{job_name=\"learning\",detector=\"churn_loss\",subtask_index=\"0\",} %s\n"
        .formatted(name, name, drifts.get());
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The example, with this test for the people, and without its patience. */
  private String alertmanagerConfiguration() throws IOException {
    String shipped = Files.readString(AlertRule.DIRECTORY.resolve("alertmanager.yml"));
    assertThat(shipped).contains("http://127.0.0.1:9095/alerts", "group_wait: 30s");
    return shipped
        .replace("http://127.0.0.1:9095/alerts", "http://" + address() + "/alerts")
        .replace("group_wait: 30s", "group_wait: 0s");
  }

  @Test
  void aDriftIsTold() throws Exception {
    try (RealAlertmanager alertmanager =
            RealAlertmanager.start(directory.resolve("am"), alertmanagerConfiguration());
        RealPrometheus prometheus =
            RealPrometheus.start(
                directory.resolve("prometheus"),
                RealPrometheus.Settings.scraping(address())
                    .with(List.of(AlertRule.DIRECTORY.resolve("learning.rules.yaml")))
                    .alerting(alertmanager.address())
                    .labelled("runbook", "https://example.org/atom/"))) {
      String seen = AtomMetric.DRIFTS.exportedName() + " == 0";
      prometheus.await("the counter is seen", SOON, () -> !prometheus.query(seen).isEmpty());
      assertThat(prometheus.alerts()).isEmpty();
      drifts.incrementAndGet();

      JsonNode told = delivered.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(told).as("what came to the webhook").isNotNull();
      assertThat(told.get("status").asText()).isEqualTo("firing");
      assertThat(told.at("/alerts/0/labels/alertname").asText()).isEqualTo("AtomDrift");
      assertThat(told.at("/alerts/0/labels/detector").asText()).isEqualTo("churn_loss");
      assertThat(told.at("/alerts/0/labels/job_name").asText()).isEqualTo("learning");
      assertThat(told.at("/alerts/0/labels/severity").asText()).isEqualTo("warning");
      assertThat(told.at("/alerts/0/annotations/summary").asText())
          .isEqualTo("Detector churn_loss has found a drift");
      assertThat(told.at("/alerts/0/annotations/runbook_url").asText())
          .isEqualTo("https://example.org/atom/helm/RUNBOOK.md#atomdrift");
    }
  }
}
