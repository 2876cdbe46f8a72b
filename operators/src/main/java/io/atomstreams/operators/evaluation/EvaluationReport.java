package io.atomstreams.operators.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of an evaluation, with its baselines among them.
 *
 * @param evaluator name of what made it
 * @param weight of the outcomes seen; their number where each weighs 1
 */
public record EvaluationReport(String evaluator, double weight, List<Metric> metrics) {

  public EvaluationReport {
    metrics = List.copyOf(metrics);
  }

  /** Which way is up. */
  public enum Better {
    HIGHER,
    LOWER,
    /** A fact about the data, or a baseline. */
    NEITHER
  }

  /**
   * One figure.
   *
   * @param value {@code NaN} where it is not defined
   */
  public record Metric(String name, double value, Better better) {}

  /**
   * The figure of this name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public double value(String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no figure '%s'; it has %s"
                        .formatted(evaluator, name, metrics.stream().map(Metric::name).toList())))
        .value();
  }

  /** As one JSON object; what is not defined or not finite is {@code null}. */
  public String json() {
    StringBuilder json = new StringBuilder("{\"evaluator\":");
    quote(json, evaluator).append(",\"weight\":").append(weight).append(",\"metrics\":{");
    String between = "";
    for (Metric metric : metrics) {
      quote(json.append(between), metric.name())
          .append(':')
          .append(Double.isFinite(metric.value()) ? Double.toString(metric.value()) : "null");
      between = ",";
    }
    return json.append("}}").toString();
  }

  private static StringBuilder quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"');
  }

  /** Collects figures in the order in which they are shown. */
  static final class Builder {
    private final List<Metric> metrics = new ArrayList<>();

    Builder higher(String name, double value) {
      metrics.add(new Metric(name, value, Better.HIGHER));
      return this;
    }

    Builder lower(String name, double value) {
      metrics.add(new Metric(name, value, Better.LOWER));
      return this;
    }

    Builder fact(String name, double value) {
      metrics.add(new Metric(name, value, Better.NEITHER));
      return this;
    }

    Builder all(Builder other) {
      metrics.addAll(other.metrics);
      return this;
    }

    EvaluationReport of(String evaluator, double weight) {
      return new EvaluationReport(evaluator, weight, metrics);
    }
  }
}
