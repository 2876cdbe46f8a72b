package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Row;
import java.nio.file.Path;

/** A dashboard in Grafana's own JSON: one file that Grafana 10 and later import. */
final class GrafanaDashboard {

  /** Where they lie for users. */
  static final Path DIRECTORY = Path.of("..", "helm", "atom-streams", "dashboards");

  /** Of Grafana 10.1; later ones raise it themselves. */
  private static final int SCHEMA = 39;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final DashboardSpec spec;
  private final PanelLayout layout = new PanelLayout();

  private GrafanaDashboard(String name, DashboardSpec spec) {
    this.name = name;
    this.spec = spec;
  }

  static Path file(String name) {
    return DIRECTORY.resolve(name + ".json");
  }

  /** The file's text. */
  static String text(String name, DashboardSpec spec) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(new GrafanaDashboard(name, spec).json())
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("uid", "atom-" + name);
    json.put("title", "ATOM Streams / " + spec.title());
    json.put("description", spec.description());
    json.put("schemaVersion", SCHEMA);
    json.put("version", 1);
    json.put("editable", true);
    json.put("graphTooltip", 1);
    json.put("refresh", "30s");
    json.put("timezone", "browser");
    json.putArray("tags").add("atom-streams");
    json.putObject("time").put("from", "now-1h").put("to", "now");
    json.putObject("timepicker");
    json.putObject("annotations").set("list", restarts());
    json.set("links", links());
    json.putObject("templating").set("list", DashboardVariables.of(spec.variables()));
    ArrayNode panels = json.putArray("panels");
    for (Row row : spec.rows()) {
      panels.add(heading(row));
      row.panels().forEach(panel -> panels.add(PanelJson.of(panel, layout.place(panel))));
    }
    return json;
  }

  private ObjectNode heading(Row row) {
    PanelLayout.Place place = layout.heading();
    ObjectNode heading = JSON.createObjectNode();
    heading.put("id", place.id());
    heading.put("type", "row");
    heading.put("title", row.title());
    heading.put("collapsed", false);
    heading.set("gridPos", place.json());
    heading.putArray("panels");
    return heading;
  }

  /** A line through all panels where a job has restarted. */
  private static ArrayNode restarts() {
    ArrayNode list = JSON.createArrayNode();
    ObjectNode restarts = list.addObject();
    restarts.put("name", "Restarts");
    restarts.put("enable", true);
    restarts.put("iconColor", "orange");
    restarts.put("titleFormat", "{{job_name}} restarted");
    restarts.put(
        "expr",
        new DashboardSpec.Query(
                "changes(flink_jobmanager_job_numRestarts{$J}[$__rate_interval]) > 0", "", false)
            .promql());
    restarts.set("datasource", DashboardVariables.datasource());
    return list;
  }

  private static ArrayNode links() {
    ArrayNode links = JSON.createArrayNode();
    ObjectNode others = links.addObject();
    others.put("type", "dashboards");
    others.put("title", "ATOM Streams");
    others.put("icon", "external link");
    others.put("tooltip", "The other dashboards");
    others.putArray("tags").add("atom-streams");
    others.put("asDropdown", true);
    others.put("includeVars", true);
    others.put("keepTime", true);
    others.put("targetBlank", false);
    return links;
  }
}
