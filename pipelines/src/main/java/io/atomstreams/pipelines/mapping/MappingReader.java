package io.atomstreams.pipelines.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.EventType.Stream;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.mapping.EventMapping.Format;
import io.atomstreams.pipelines.mapping.EventMapping.Grouping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From the YAML of a mapping to the mapping, or to all that is wrong with it. */
final class MappingReader {

  private static final List<String> EVENT_REQUIRED = List.of("tenant", "eventId");
  private static final List<String> SALES_REQUIRED = List.of("orderId", "currency");
  private static final List<String> EVENT_OPTIONAL =
      List.of(
          "customerId",
          "amount",
          "payment",
          "shipTo",
          "device",
          "channel",
          "sessionId",
          "sku",
          "text");
  private static final List<String> LINE_REQUIRED = List.of("sku", "qty", "unitPrice");
  private static final List<String> LINE_OPTIONAL = List.of("unitCost", "discount");

  private final Section root;
  private final Format format;
  private final Set<String> fields = new TreeSet<>();

  private MappingReader(Section root) {
    this.root = root;
    this.format = root.oneOf("format", Format.class);
  }

  static EventMapping read(Path file) {
    return YamlDocument.read(file).as(root -> new MappingReader(root).mapping());
  }

  static EventMapping parse(String name, String yaml) {
    return YamlDocument.parse(name, yaml).as(root -> new MappingReader(root).mapping());
  }

  private EventMapping mapping() {
    Section event = root.section("event");
    EventType type = event.choice("type", types());
    Map<String, Template> eventTemplates = templates(event, EVENT_REQUIRED, EVENT_OPTIONAL, true);
    eventTemplates.putAll(
        type.stream() == Stream.SALES
            ? templates(event, SALES_REQUIRED, List.of(), true)
            : templates(event, List.of("customerId"), SALES_REQUIRED, true));
    Map<String, Template> lineTemplates = new HashMap<>();
    String each = null;
    if (root.has("lines")) {
      Section lines = root.section("lines");
      if (format == Format.JSON) {
        each = lines.string("each");
        pointer(lines, "each", each);
      }
      lineTemplates = templates(lines, LINE_REQUIRED, LINE_OPTIONAL, format == Format.CSV);
    } else if (type == EventType.ORDER_PLACED) {
      root.problem("lines", "is missing, order_placed needs lines with sku, qty and unitPrice");
    }
    EventTime time = EventTime.read(root.section("time"));
    field(root.section("time"), "field", time.field(), true);
    return new EventMapping(
        format,
        type,
        eventTemplates,
        lineTemplates,
        each,
        time,
        Money.read(root.section("money")),
        grouping(),
        rules(),
        fields);
  }

  private Grouping grouping() {
    if (!root.has("group")) {
      return null;
    }
    Section group = root.section("group");
    Grouping grouping =
        new Grouping(group.string("by"), group.integer("mergeWithin", 0, 0, 1_000_000));
    if (format == Format.JSON) {
      root.problem("group", "is for csv; a json record says its lines by lines.each");
    }
    fields.add(grouping.by());
    return grouping;
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Section rule : root.sections("rules")) {
      Section when = rule.section("when");
      Condition condition = Condition.read(when, f -> field(when, "field", f, true));
      String ignore = rule.optionalString("ignore").orElse(null);
      EventType type = rule.choice("type", types(), null);
      boolean absolute =
          rule.choice("quantities", Map.of("absolute", true, "signed", false), false);
      if (ignore == null && type == null && !absolute) {
        rule.problem("when", "leads to nothing, must have ignore, type or quantities beside it");
      }
      rules.add(new Rule(condition, ignore, type, absolute));
    }
    return rules;
  }

  private Map<String, Template> templates(
      Section section, List<String> required, List<String> optional, boolean ofRecord) {
    Map<String, Template> templates = new HashMap<>();
    for (String key : required) {
      templates.put(key, template(section, key, section.string(key), ofRecord));
    }
    for (String key : optional) {
      section
          .optionalString(key)
          .ifPresent(text -> templates.put(key, template(section, key, text, ofRecord)));
    }
    return templates;
  }

  private Template template(Section section, String key, String text, boolean ofRecord) {
    Template template = new Template(text);
    template.fields().forEach(f -> field(section, key, f, ofRecord));
    return template;
  }

  private void field(Section section, String key, String field, boolean ofRecord) {
    if (format == Format.JSON) {
      pointer(section, key, field);
    }
    if (ofRecord && !field.isEmpty()) {
      fields.add(field);
    }
  }

  private static void pointer(Section section, String key, String text) {
    try {
      JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      section.problem(key, "names '" + text + "', must be a JSON pointer such as /order/id");
    }
  }

  private static Map<String, EventType> types() {
    Map<String, EventType> types = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      types.put(type.wireName(), type);
    }
    return types;
  }
}
