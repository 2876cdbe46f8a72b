package io.atomstreams.pipelines.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Manifests as they are kept in {@code testdata/helm}: those of the chart's own values whole, of
 * each profile what differs from them. Alert rules and dashboards are left out: they are compared
 * with the files that they are copies of.
 */
final class GoldenManifests {

  static final Path DIRECTORY = Path.of("..", "testdata", "helm");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private final Map<String, String> usual;

  GoldenManifests(List<JsonNode> usual) {
    this.usual = byTitle(usual);
  }

  String all() {
    return String.join("", usual.values());
  }

  String whatDiffers(List<JsonNode> manifests) {
    Map<String, String> now = byTitle(manifests);
    TreeSet<String> gone = new TreeSet<>(usual.keySet());
    gone.removeAll(now.keySet());
    String left = gone.stream().map(title -> "# no " + title + "\n").collect(Collectors.joining());
    return now.entrySet().stream()
        .filter(one -> !one.getValue().equals(usual.get(one.getKey())))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining("", left, ""));
  }

  private static Map<String, String> byTitle(List<JsonNode> manifests) {
    Map<String, String> texts = new TreeMap<>();
    manifests.stream()
        .filter(one -> !isCopied(one))
        .forEach(one -> texts.put(Chart.title(one), text(one)));
    return texts;
  }

  private static boolean isCopied(JsonNode manifest) {
    return manifest.path("kind").asText().equals("PrometheusRule")
        || manifest.at("/metadata/name").asText().contains("-dashboard-");
  }

  private static String text(JsonNode manifest) {
    try {
      return YAML.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
