package io.atomstreams.pipelines.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm itself renders it, for a release {@code atom} in a namespace {@code shop}. */
final class Chart {

  static final Path DIRECTORY = Path.of("..", "helm", "atom-streams");

  /** What every installation must say. */
  static final Map<String, String> NEEDED =
      Map.of(
          "image.repository", "registry.example.net/atom-streams",
          "kafka.bootstrapServers", "kafka.example.net:9093");

  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path directory;

  Chart(Path directory) {
    this.directory = directory;
  }

  /**
   * A copy that shows its hooks: Helm leaves them out of what it calls the manifest, and knows them
   * by an annotation that has another name here.
   */
  static Chart withHooksShown(Path empty) throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = empty.resolve(DIRECTORY.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (copy.toString().contains("templates")) {
          Files.writeString(
              copy, Files.readString(file).replace("helm.sh/hook", "shown.helm.sh/hook"));
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return new Chart(empty);
  }

  Path directory() {
    return directory;
  }

  /**
   * Renders.
   *
   * @throws IllegalStateException with Helm's words if it refuses
   */
  String render(List<Path> valuesFiles, Map<String, String> values) {
    TemplateCommand command =
        new Helm(directory)
            .template()
            .withName("atom")
            .withNamespace("shop")
            .withKubeVersion("1.30.0");
    valuesFiles.forEach(command::withValuesFile);
    values.forEach(command::set);
    return command.call();
  }

  List<JsonNode> manifests(List<Path> valuesFiles) {
    return documents(render(valuesFiles, NEEDED));
  }

  static List<JsonNode> documents(String text) {
    try {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll().stream()
          .filter(document -> document.has("kind"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> ofKind(List<JsonNode> manifests, String kind) {
    return manifests.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  /** Kind and name. */
  static String title(JsonNode manifest) {
    return manifest.path("kind").asText() + " " + manifest.at("/metadata/name").asText();
  }
}
