package io.atomstreams.pipelines.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.pipelines.embedded.Ports;
import io.atomstreams.pipelines.tools.DebianTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes one endpoint every second, on a free port of this machine. */
public final class RealPrometheus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealProgram program;
  private final String url;

  private RealPrometheus(RealProgram program, String url) {
    this.program = program;
    this.url = url;
  }

  /**
   * What it does.
   *
   * @param target {@code host:port} whose {@code /metrics} is scraped as job {@code atom-streams}
   * @param rules files of rules, evaluated every second
   * @param alertmanager {@code host:port}, if alerts go anywhere
   * @param labels that it adds to everything it sends on
   */
  public record Settings(
      String target, List<Path> rules, Optional<String> alertmanager, Map<String, String> labels) {

    public static Settings scraping(String target) {
      return new Settings(target, List.of(), Optional.empty(), Map.of());
    }

    public Settings with(List<Path> files) {
      return new Settings(target, files, alertmanager, labels);
    }

    public Settings alerting(String hostAndPort) {
      return new Settings(target, rules, Optional.of(hostAndPort), labels);
    }

    public Settings labelled(String name, String value) {
      Map<String, String> more = new TreeMap<>(labels);
      more.put(name, value);
      return new Settings(target, rules, alertmanager, more);
    }

    private String yaml() {
      String alerting =
          alertmanager
              .map(
                  to ->
                      "alerting: {alertmanagers: [{static_configs: [{targets: ['%s']}]}]}\n"
                          .formatted(to))
              .orElse("");
      String files =
          rules.stream()
              .map(file -> "'" + file.toAbsolutePath() + "'")
              .collect(Collectors.joining(", ", "rule_files: [", "]\n"));
      String external =
          labels.entrySet().stream()
              .map(label -> "%s: '%s'".formatted(label.getKey(), label.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      return "global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: %s}\n"
              .formatted(external)
          + alerting
          + files
          + "scrape_configs: [{job_name: atom-streams, static_configs: [{targets: ['%s']}]}]\n"
              .formatted(target);
    }
  }

  /** Starts one that keeps its data in the directory. */
  public static RealPrometheus start(Path directory, Settings settings) {
    String address = Ports.LOOPBACK + ":" + new Ports().choose(0).number();
    Path file = directory.resolve("prometheus.yml");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, settings.yaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String url = "http://" + address;
    return new RealPrometheus(
        new RealProgram(
            DebianTool.PROMETHEUS,
            directory,
            url,
            "--config.file=" + file,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=" + address),
        url);
  }

  /** Address of its web page and API. */
  public String url() {
    return url;
  }

  /** The result of an instant query: {@code data.result} of the answer, empty if there is none. */
  public JsonNode query(String expression) {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return read("/api/v1/query?query=" + query).at("/data/result");
  }

  /** The alerts that are pending or firing. */
  public JsonNode alerts() {
    return read("/api/v1/alerts").at("/data/alerts");
  }

  private JsonNode read(String path) {
    try {
      return JSON.readTree(program.get(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a condition, and tells what Prometheus said if it does not come true. */
  public void await(String what, Duration within, BooleanSupplier condition) {
    program.await(what, within, condition);
  }

  @Override
  public void close() {
    program.close();
  }
}
