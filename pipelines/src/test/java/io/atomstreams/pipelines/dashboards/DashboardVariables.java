package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.metrics.AtomMetric;
import java.util.List;

/** What the reader of a dashboard may choose. */
final class DashboardVariables {

  static final String DATASOURCE = "DS_PROMETHEUS";
  static final String RUNBOOK = "runbook";

  /** The file of the chart's folder, as the project's repository shows it. */
  private static final String RUNBOOK_AT = "helm/RUNBOOK.md";

  private static final String OF_ALL = ".*";
  private static final String JOBS = "flink_jobmanager_job_uptime";
  private static final String PROCESSES = "flink_jobmanager_numRunningJobs";

  private DashboardVariables() {}

  static ObjectNode datasource() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "prometheus")
        .put("uid", "${" + DATASOURCE + "}");
  }

  /** Source and namespace always, and those that are named. */
  static ArrayNode of(List<String> names) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    list.add(source());
    list.add(query("namespace", "Namespace", PROCESSES, "namespace"));
    names.forEach(name -> list.add(named(name)));
    list.add(runbook());
    return list;
  }

  private static ObjectNode named(String name) {
    return switch (name) {
      case "job" -> query(name, "Job", JOBS, "job_name");
      case "model" -> query(name, "Model", AtomMetric.PREDICTIONS.exportedName(), "model");
      case "scorer" -> query(name, "Scorer", AtomMetric.EVALUATION_END.exportedName(), "scorer");
      case "label" -> query(name, "Label", AtomMetric.EVALUATION_END.exportedName(), "label");
      default ->
          throw new IllegalArgumentException(
              "variable " + name + " is not known: job, model, scorer or label");
    };
  }

  private static ObjectNode source() {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    source.put("name", DATASOURCE);
    source.put("label", "Prometheus");
    source.put("type", "datasource");
    source.put("query", "prometheus");
    source.put("hide", 0);
    source.put("refresh", 1);
    source.put("multi", false);
    source.put("includeAll", false);
    source.putArray("options");
    return source;
  }

  private static ObjectNode query(String name, String label, String metric, String key) {
    ObjectNode query = JsonNodeFactory.instance.objectNode();
    String definition = "label_values(%s, %s)".formatted(metric, key);
    query.put("name", name);
    query.put("label", label);
    query.put("type", "query");
    query.set("datasource", datasource());
    query.put("definition", definition);
    query.putObject("query").put("query", definition).put("refId", name);
    query.put("hide", 0);
    query.put("refresh", 2);
    query.put("sort", 1);
    query.put("multi", true);
    query.put("includeAll", true);
    query.put("allValue", OF_ALL);
    query.putObject("current").put("selected", true).put("text", "All").put("value", "$__all");
    query.putArray("options");
    return query;
  }

  /** Where the runbook is read: a field, since every installation has it somewhere else. */
  private static ObjectNode runbook() {
    ObjectNode runbook = JsonNodeFactory.instance.objectNode();
    runbook.put("name", RUNBOOK);
    runbook.put("label", "Runbook");
    runbook.put("type", "textbox");
    runbook.put("query", RUNBOOK_AT);
    runbook.put("hide", 0);
    runbook.putObject("current").put("text", RUNBOOK_AT).put("value", RUNBOOK_AT);
    return runbook;
  }
}
