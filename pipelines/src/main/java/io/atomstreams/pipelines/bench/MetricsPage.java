package io.atomstreams.pipelines.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What Flink's Prometheus reporter shows at one moment, in the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>.
 */
record MetricsPage(List<String> lines) {

  private static final String OF_OPERATORS = "flink_taskmanager_job_task_operator_";

  /**
   * Reads the page.
   *
   * @param url of {@code EmbeddedFlink.metricsUrl()}
   */
  static MetricsPage read(String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    try {
      return of(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new IllegalStateException("no metrics at " + url + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + url, e);
    }
  }

  static MetricsPage of(String text) {
    return new MetricsPage(text.lines().filter(line -> !line.startsWith("#")).toList());
  }

  /**
   * The greatest value over all subtasks of an operator; empty if there is none.
   *
   * @param metric its name below the operator's scope
   * @param operator its name, as {@code ScoringPipeline} gives it
   */
  OptionalDouble greatest(String metric, String operator) {
    String start = OF_OPERATORS + metric + "{";
    String label = "operator_name=\"" + operator + "\"";
    return lines.stream()
        .filter(line -> line.startsWith(start) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max();
  }
}
