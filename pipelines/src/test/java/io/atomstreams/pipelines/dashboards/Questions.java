package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.pipelines.watch.RealPrometheus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What dashboards and alerts ask of Prometheus, each by the place that asks it. */
final class Questions {

  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(4);

  /** What Grafana puts for its variables where the reader has chosen nothing. */
  private static final Map<String, String> CHOSEN =
      Map.of("$__rate_interval", "1m", "$__range", "10m");

  private final Map<String, String> byPlace;

  private Questions(Map<String, String> byPlace) {
    this.byPlace = byPlace;
  }

  /** Of all panels, {@code dashboard / panel / A}. */
  static Questions ofDashboards() {
    Map<String, String> questions = new TreeMap<>();
    for (String name : DashboardSpec.names()) {
      for (DashboardSpec.Row row : DashboardSpec.read(name).rows()) {
        for (DashboardSpec.Panel panel : row.panels()) {
          for (int i = 0; i < panel.queries().size(); i++) {
            questions.put(
                name + " / " + panel.title() + " / " + PanelJson.refId(i),
                chosen(panel.queries().get(i).promql()));
          }
        }
      }
    }
    return new Questions(questions);
  }

  /** Of what alerts look at, {@code alert / selector}. */
  static Questions ofAlerts() throws IOException {
    Map<String, String> questions = new TreeMap<>();
    for (AlertRules.Alert alert : AlertRules.read()) {
      for (String selector : alert.selectors()) {
        questions.put(alert.name() + " / " + selector, selector);
      }
    }
    return new Questions(questions);
  }

  private static String chosen(String expression) {
    String text = expression;
    for (Map.Entry<String, String> variable : CHOSEN.entrySet()) {
      text = text.replace(variable.getKey(), variable.getValue());
    }
    return text.replaceAll("=~\"\\$\\w+\"", "=~\".*\"");
  }

  int size() {
    return byPlace.size();
  }

  /** Places that have no answer though Prometheus has watched for a while, with what they asked. */
  Map<String, String> unanswered(RealPrometheus prometheus, List<String> expected) {
    Map<String, String> waiting = new TreeMap<>(byPlace);
    waiting.keySet().removeAll(expected);
    try {
      prometheus.await(
          "every question has an answer",
          ANSWERED_WITHIN,
          () -> {
            waiting.values().removeIf(question -> isAnswered(prometheus, question));
            return waiting.isEmpty();
          });
    } catch (AssertionError tooLong) {
      return waiting;
    }
    return waiting;
  }

  /** Places of those that are not asked, or whose question has an answer after all. */
  List<String> notEmpty(RealPrometheus prometheus, List<String> expected) {
    List<String> wrong = new ArrayList<>();
    for (String place : expected) {
      if (byPlace.containsKey(place) && isAnswered(prometheus, byPlace.get(place))) {
        wrong.add(place);
      }
    }
    return wrong;
  }

  boolean asks(String place) {
    return byPlace.containsKey(place);
  }

  /** A number is an answer; NaN is none. */
  private static boolean isAnswered(RealPrometheus prometheus, String question) {
    JsonNode result = prometheus.query(question);
    return StreamSupport.stream(result.spliterator(), false)
        .anyMatch(series -> !series.at("/value/1").asText().equals("NaN"));
  }
}
