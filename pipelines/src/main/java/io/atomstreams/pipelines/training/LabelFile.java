package io.atomstreams.pipelines.training;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A label as declared in {@code flink-conf/labels/ID.yaml}:
 *
 * <pre>
 * id: purchase_30d
 * subject: customer
 * opensOn: order_placed
 * positiveOn: {event: order_placed, within: 30d}      # or {absenceOf: order_placed, for: 30d}
 * maturity: 31d                                       # the horizon unless said otherwise
 * cut: 7d                                             # the horizon unless said otherwise
 * </pre>
 *
 * <p>{@code positiveOn: {feedback: true, within: 30d}} leaves the answer to people.
 */
public final class LabelFile {

  private static final String SUFFIX = ".yaml";
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  /** Who may answer. */
  private static final List<String> ANSWERS = List.of("event", "absenceOf", "feedback");

  private static final Map<String, EventType> EVENT_TYPES = eventTypes();

  private LabelFile() {}

  /**
   * Reads the label of an id.
   *
   * @param conf directory with {@code labels/}
   * @throws IllegalArgumentException if there is none of that id, with the nearest one
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static LabelSpec read(Path conf, String id) {
    Path directory = conf.resolve("labels");
    List<String> known = ids(directory);
    if (!known.contains(id)) {
      throw new IllegalArgumentException(
          "there is no label '%s' in %s; %s"
              .formatted(id, directory, NearestNames.hint(id, known)));
    }
    return YamlDocument.read(directory.resolve(id + SUFFIX)).as(root -> of(root, id));
  }

  private static List<String> ids(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be read", e);
    }
  }

  static LabelSpec of(Section root, String fileId) {
    String id = root.string("id");
    if (root.has("id") && !id.equals(fileId)) {
      root.problem("id", "is '%s', must be '%s', as the file is called".formatted(id, fileId));
    }
    Subject subject = root.oneOf("subject", Subject.class);
    EventType opensOn = root.choice("opensOn", EVENT_TYPES);
    PositiveOn positiveOn = positiveOn(root);
    Duration horizon = positiveOn.horizon();
    Duration maturity = root.duration("maturity", horizon, horizon, LONGEST);
    Duration cut = root.duration("cut", horizon, SHORTEST, horizon);
    return new LabelSpec(id, subject, opensOn, positiveOn, maturity, cut);
  }

  private static PositiveOn positiveOn(Section root) {
    Section section = root.section("positiveOn");
    List<String> given = ANSWERS.stream().filter(section::has).toList();
    if (given.size() > 1) {
      root.problem(
          "positiveOn",
          "has both %s, must have one of them".formatted(String.join(" and ", given)));
    }
    if (given.contains("absenceOf")) {
      return PositiveOn.absenceOf(section.choice("absenceOf", EVENT_TYPES), span(section, "for"));
    }
    if (given.contains("feedback")) {
      if (!section.bool("feedback")) {
        section.problem("feedback", "is false, must be true or left out");
      }
      return PositiveOn.feedback(span(section, "within"));
    }
    return PositiveOn.event(section.choice("event", EVENT_TYPES), span(section, "within"));
  }

  private static Duration span(Section section, String key) {
    if (!section.has(key)) {
      section.duration(key);
    }
    return section.duration(key, SHORTEST, SHORTEST, LONGEST);
  }

  private static Map<String, EventType> eventTypes() {
    Map<String, EventType> types = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      types.put(type.wireName(), type);
    }
    return types;
  }
}
