package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Kind;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Panel;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Query;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Thresholds;
import java.util.Locale;

/** One panel in Grafana's JSON. */
final class PanelJson {

  private static final String GOOD = "green";
  private static final String WARNING = "orange";
  private static final String CRITICAL = "red";

  private final Panel panel;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private PanelJson(Panel panel) {
    this.panel = panel;
  }

  static ObjectNode of(Panel panel, PanelLayout.Place place) {
    PanelJson one = new PanelJson(panel);
    one.json.put("id", place.id());
    one.json.put("type", panel.kind().name().toLowerCase(Locale.ROOT));
    one.json.put("title", panel.title());
    one.json.put("description", panel.what());
    one.json.set("gridPos", place.json());
    one.json.set("datasource", DashboardVariables.datasource());
    one.targets();
    one.fields();
    one.options();
    one.table();
    one.links();
    return one.json;
  }

  /** The letter of a panel's query: A, B and so on. */
  static String refId(int place) {
    return String.valueOf((char) ('A' + place));
  }

  private void targets() {
    ArrayNode targets = json.putArray("targets");
    boolean now = panel.kind() == Kind.TABLE || panel.kind() == Kind.BARGAUGE;
    for (int i = 0; i < panel.queries().size(); i++) {
      Query query = panel.queries().get(i);
      ObjectNode target = targets.addObject();
      target.put("refId", refId(i));
      target.set("datasource", DashboardVariables.datasource());
      target.put("expr", query.promql());
      target.put("legendFormat", query.legend());
      target.put("instant", now);
      target.put("range", !now);
      target.put("format", panel.kind() == Kind.TABLE ? "table" : "time_series");
    }
  }

  private void fields() {
    ObjectNode config = json.putObject("fieldConfig");
    ObjectNode defaults = config.putObject("defaults");
    defaults.put("unit", panel.unit());
    defaults.put("min", 0);
    if (panel.max() != null) {
      defaults.put("max", panel.max());
    }
    defaults.putObject("color").put("mode", onItsColour() ? "thresholds" : "palette-classic");
    defaults.set("thresholds", thresholds());
    if (panel.kind() == Kind.TIMESERIES) {
      defaults.set("custom", line());
    }
    ArrayNode overrides = config.putArray("overrides");
    for (int i = 0; i < panel.queries().size(); i++) {
      if (panel.queries().get(i).dashed()) {
        dash(overrides.addObject(), refId(i));
      }
    }
  }

  private boolean onItsColour() {
    return panel.kind() == Kind.STAT;
  }

  private ObjectNode line() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("drawStyle", "line");
    line.put("lineWidth", 1);
    line.put("fillOpacity", panel.stacked() ? 30 : 5);
    line.put("showPoints", "never");
    line.put("spanNulls", false);
    line.putObject("stacking").put("mode", panel.stacked() ? "normal" : "none").put("group", "A");
    line.putObject("thresholdsStyle").put("mode", panel.thresholds() == null ? "off" : "dashed");
    return line;
  }

  private static void dash(ObjectNode override, String refId) {
    override.putObject("matcher").put("id", "byFrameRefID").put("options", refId);
    ObjectNode dashes = override.putArray("properties").addObject();
    dashes.put("id", "custom.lineStyle");
    dashes.putObject("value").put("fill", "dash").putArray("dash").add(8).add(6);
  }

  /** Steps are where a colour begins, upwards. */
  private ObjectNode thresholds() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mode", "absolute");
    ArrayNode steps = json.putArray("steps");
    Thresholds from = panel.thresholds();
    boolean below = from != null && from.below();
    step(steps, below ? (from.critical() == null ? WARNING : CRITICAL) : GOOD, null);
    if (below) {
      if (from.critical() != null) {
        step(steps, from.warning() == null ? GOOD : WARNING, from.critical());
      }
      if (from.warning() != null) {
        step(steps, GOOD, from.warning());
      }
    } else if (from != null) {
      if (from.warning() != null) {
        step(steps, WARNING, from.warning());
      }
      if (from.critical() != null) {
        step(steps, CRITICAL, from.critical());
      }
    }
    return json;
  }

  private static void step(ArrayNode steps, String colour, Double value) {
    steps.addObject().put("color", colour).put("value", value);
  }

  private void options() {
    ObjectNode options = json.putObject("options");
    switch (panel.kind()) {
      case TIMESERIES -> {
        ObjectNode legend = options.putObject("legend");
        legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
        legend.putArray("calcs").add("lastNotNull").add("max");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case STAT -> {
        latest(options);
        options.put("colorMode", "value").put("graphMode", "area").put("justifyMode", "auto");
        options.put("textMode", "auto").put("wideLayout", true);
      }
      case BARGAUGE -> {
        latest(options);
        options.put("displayMode", "basic").put("orientation", "horizontal");
        options.put("showUnfilled", true).put("valueMode", "color");
      }
      case TABLE -> options.put("showHeader", true).put("cellHeight", "sm");
    }
  }

  private void latest(ObjectNode options) {
    options.put("orientation", "auto");
    ObjectNode reduce = options.putObject("reduceOptions");
    reduce.put("values", false).put("fields", "").putArray("calcs").add("lastNotNull");
  }

  /** Questions side by side, their answers' columns called after them. */
  private void table() {
    if (panel.kind() != Kind.TABLE) {
      return;
    }
    ArrayNode steps = json.putArray("transformations");
    if (panel.queries().size() > 1) {
      steps.addObject().put("id", "merge").putObject("options");
    }
    ObjectNode organize = steps.addObject().put("id", "organize").putObject("options");
    organize.putObject("excludeByName").put("Time", true);
    ObjectNode names = organize.putObject("renameByName");
    for (int i = 0; i < panel.queries().size(); i++) {
      boolean alone = panel.queries().size() == 1;
      names.put(
          alone ? "Value" : "Value #" + refId(i),
          alone ? "number" : panel.queries().get(i).legend());
    }
  }

  private void links() {
    ArrayNode links = json.putArray("links");
    if (panel.runbook() != null) {
      ObjectNode link = links.addObject();
      link.put("type", "link");
      link.put("title", "What to do");
      link.put("url", "${%s:raw}#%s".formatted(DashboardVariables.RUNBOOK, panel.runbook()));
      link.put("icon", "doc");
      link.put("tooltip", "The runbook");
      link.putArray("tags");
      link.put("asDropdown", false);
      link.put("includeVars", false);
      link.put("keepTime", false);
      link.put("targetBlank", true);
    }
  }
}
