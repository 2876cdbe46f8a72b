package io.atomstreams.pipelines.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One YAML document while it is read into typed values. Every problem is noted and reading goes on,
 * so that all of them are reported together; what nobody asked for is refused.
 *
 * <pre>{@code
 * record Validation(Duration maxAhead, int maxLines) {}
 *
 * Validation validation =
 *     YamlDocument.read(Path.of("scoring.yaml"))
 *         .as(
 *             root -> {
 *               Section s = root.section("validation");
 *               return new Validation(
 *                   s.duration("maxAhead", Duration.ofHours(1)),
 *                   s.integer("maxLines", 5_000, 1, 100_000));
 *             });
 * }</pre>
 *
 * <p>refuses a document with two mistakes in one {@link ConfigException}:
 *
 * <pre>
 * 2 problems in the configuration:
 *   scoring.yaml: validation.maxLines is 0, must be an integer between 1 and 100000
 *   scoring.yaml: validation.maxAhed is not an option; did you mean validation.maxAhead?
 * </pre>
 *
 * <p>Not safe for concurrent use; what it returns is.
 */
public final class YamlDocument {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final String name;
  private final List<String> problems = new ArrayList<>();
  private final Section root;

  private YamlDocument(String name, ObjectNode tree) {
    this.name = name;
    this.root = new Section(this, "", tree);
  }

  /** Reads a file; the problems name it by its last part. */
  public static YamlDocument read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return parse(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      ConfigException unreadable =
          new ConfigException(
              List.of(name + ": " + file.toAbsolutePath() + " cannot be read: " + why(e)));
      unreadable.initCause(e);
      throw unreadable;
    }
  }

  private static String why(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e);
  }

  /**
   * Reads a text. An empty one is an empty document.
   *
   * @param name how the problems call the document
   * @throws ConfigException if it is no YAML, has a key twice or is no mapping
   */
  public static YamlDocument parse(String name, String yaml) {
    JsonNode tree = tree(name, yaml);
    if (tree == null || tree.isMissingNode() || tree.isNull()) {
      return new YamlDocument(name, YAML.createObjectNode());
    }
    if (tree instanceof ObjectNode mapping) {
      return new YamlDocument(name, mapping);
    }
    throw new ConfigException(
        List.of(name + ": the document is a " + Section.kind(tree) + ", must be a mapping"));
  }

  /**
   * A text as a tree, not yet read into values.
   *
   * @throws ConfigException if it is no YAML or has a key twice
   */
  public static JsonNode tree(String name, String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr() + ":";
      ConfigException broken =
          new ConfigException(
              List.of(name + ":" + line + " is not YAML: " + firstLine(e.getOriginalMessage())));
      broken.initCause(e);
      throw broken;
    }
  }

  public Section root() {
    return root;
  }

  /**
   * Reads the whole document with {@code reader}, then {@link #finish}es it. An {@link
   * IllegalArgumentException} out of {@code reader}, such as a record's constructor throws, is
   * noted as a problem; it is passed over if a problem was noted before, since the getters then
   * gave out stand-ins.
   */
  public <T> T as(Function<Section, T> reader) {
    T value;
    try {
      value = reader.apply(root);
    } catch (IllegalArgumentException e) {
      if (problems.isEmpty()) {
        note(String.valueOf(e.getMessage()));
      }
      ConfigException refused = new ConfigException(problems);
      refused.initCause(e);
      throw refused;
    }
    finish();
    return value;
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException if a problem was noted, or an option is there that was never asked for
   */
  public void finish() {
    List<String> all = new ArrayList<>(problems);
    root.collectUnread(problem -> all.add(name + ": " + problem));
    if (!all.isEmpty()) {
      throw new ConfigException(all);
    }
  }

  void note(String problem) {
    problems.add(name + ": " + problem);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
