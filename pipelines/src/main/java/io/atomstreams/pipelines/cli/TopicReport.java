package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin.Finding;
import io.atomstreams.pipelines.connector.TopicSettings;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What was found about the topics, for people and for machines. */
final class TopicReport {

  private TopicReport() {}

  static String text(List<Finding> findings, boolean details) {
    StringBuilder text = new StringBuilder();
    int width = findings.stream().mapToInt(finding -> finding.name().length()).max().orElse(0);
    for (Finding finding : findings) {
      String state = state(finding);
      text.append(
          String.format("%-" + width + "s  %-9s  %s%n", finding.name(), state, about(finding)));
      finding
          .differences()
          .forEach((setting, difference) -> line(text, setting + " is " + difference));
      if (details) {
        details(text, finding);
      }
    }
    return text.toString();
  }

  private static void details(StringBuilder text, Finding finding) {
    Topic topic = finding.topic();
    line(text, "key: " + topic.key());
    line(
        text, "headers: " + (topic.headers().isEmpty() ? "-" : String.join(", ", topic.headers())));
    line(text, "value: " + (topic.schema().isEmpty() ? "raw bytes" : "schemas/" + topic.schema()));
    finding
        .found()
        .ifPresent(
            found -> {
              line(text, found.partitions() + " partitions x " + found.replicationFactor());
              new TreeMap<>(found.settings())
                  .forEach((name, value) -> line(text, name + "=" + value));
            });
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append(System.lineSeparator());
  }

  private static String about(Finding finding) {
    return finding.topic().about();
  }

  private static String state(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }

  static String json(List<Finding> findings) {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode topics = mapper.createArrayNode();
    for (Finding finding : findings) {
      Topic topic = finding.topic();
      ObjectNode node = topics.addObject();
      node.put("name", finding.name());
      node.put("state", state(finding));
      node.put("role", topic.role().name().toLowerCase(Locale.ROOT));
      node.put("about", topic.about());
      node.put("key", topic.key());
      topic.headers().forEach(node.putArray("headers")::add);
      node.put("schema", topic.schema().isEmpty() ? null : topic.schema());
      finding.found().ifPresent(found -> settings(node, found));
      ObjectNode differences = node.putObject("differences");
      finding.differences().forEach(differences::put);
    }
    return topics.toPrettyString();
  }

  private static void settings(ObjectNode node, TopicSettings found) {
    node.put("partitions", found.partitions());
    node.put("replicationFactor", found.replicationFactor());
    ObjectNode settings = node.putObject("settings");
    new TreeMap<>(found.settings()).forEach(settings::put);
  }
}
