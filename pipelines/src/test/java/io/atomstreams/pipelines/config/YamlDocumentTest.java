package io.atomstreams.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlDocumentTest {

  enum Backend {
    HEAP,
    ROCKS_DB
  }

  record Limits(int low, int high) {
    Limits {
      if (low > high) {
        throw new IllegalArgumentException("limits.low is " + low + ", must be <= " + high);
      }
    }
  }

  private static List<String> problems(String yaml, Function<Section, ?> reader) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> YamlDocument.parse("scoring.yaml", yaml).as(reader));
    assertThat(refused).isNotNull();
    return refused.problems();
  }

  private static Section root(String yaml) {
    return YamlDocument.parse("scoring.yaml", yaml).root();
  }

  @Test
  void readsEveryTypeOfValue() {
    YamlDocument document =
        YamlDocument.parse(
            "scoring.yaml",
            """
            name: demo
            ttl: 30d
            port: 9092
            big: 9000000000
            share: 0.25
            whole: 1
            price: 12.340
            on: true
            backend: rocksdb
            topics: [a, b]
            kafka: {acks: all, linger.ms: 5, idempotent: true}
            nested: {deeper: {value: 3}}
            rules:
              - {when: x}
              - {when: y}
            """);
    Section root = document.root();

    assertThat(root.string("name")).isEqualTo("demo");
    assertThat(root.duration("ttl")).isEqualTo(Duration.ofDays(30));
    assertThat(root.integer("port", 1, 65_535)).isEqualTo(9092);
    assertThat(root.longInteger("big", 0, Long.MAX_VALUE)).isEqualTo(9_000_000_000L);
    assertThat(root.number("share", 0, 1)).isEqualTo(0.25);
    assertThat(root.number("whole", 0, 1)).isEqualTo(1);
    assertThat(root.decimal("price")).isEqualByComparingTo("12.34");
    assertThat(root.bool("on")).isTrue();
    assertThat(root.choice("backend", Map.of("rocksdb", Backend.ROCKS_DB)))
        .isEqualTo(Backend.ROCKS_DB);
    assertThat(root.strings("topics")).containsExactly("a", "b");
    assertThat(root.settings("kafka"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("acks", "all", "linger.ms", "5", "idempotent", "true"));
    assertThat(root.section("nested").section("deeper").integer("value", 0, 9)).isEqualTo(3);
    assertThat(root.sections("rules")).extracting(s -> s.string("when")).containsExactly("x", "y");
    document.finish();
  }

  @Test
  void answersTheFallbackForWhatIsAbsentOrNull() {
    YamlDocument document = YamlDocument.parse("scoring.yaml", "name: null\n");
    Section root = document.root();

    assertThat(root.string("name", "demo")).isEqualTo("demo");
    assertThat(root.optionalString("name")).isEmpty();
    assertThat(root.integer("port", 9092, 1, 65_535)).isEqualTo(9092);
    assertThat(root.longInteger("l", 7, 0, 9)).isEqualTo(7);
    assertThat(root.number("share", 0.5, 0, 1)).isEqualTo(0.5);
    assertThat(root.bool("on", true)).isTrue();
    assertThat(root.duration("ttl", Duration.ofHours(2))).isEqualTo(Duration.ofHours(2));
    assertThat(root.oneOf("backend", Backend.class, Backend.HEAP)).isEqualTo(Backend.HEAP);
    assertThat(root.strings("topics", List.of("x"))).containsExactly("x");
    assertThat(root.settings("kafka")).isEmpty();
    assertThat(root.sections("rules")).isEmpty();
    assertThat(root.optionalSection("nested")).isEmpty();
    assertThat(root.section("nested").integer("value", 3, 0, 9)).isEqualTo(3);
    document.finish();
  }

  @Test
  void namesDocumentPathValueAndRule() {
    assertThat(
            problems(
                "validation: {maxAhead: 5x}",
                root -> root.section("validation").duration("maxAhead", Duration.ofHours(1))))
        .containsExactly(
            "scoring.yaml: validation.maxAhead is '5x', must be a duration such as 90s, 1h, 30d");
  }

  @Test
  void reportsAllProblemsTogether() {
    List<String> problems =
        problems(
            """
            name: 5
            port: 70000
            share: high
            on: 1
            backend: rokcs-db
            topics: a
            ttl: 3s
            rules: [{when: 7}, x]
            nested: 3
            """,
            root -> {
              root.string("name");
              root.integer("port", 1, 65_535);
              root.number("share", 0, 1);
              root.bool("on");
              root.oneOf("backend", Backend.class);
              root.strings("topics");
              root.duration("ttl", Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1));
              root.sections("rules").forEach(rule -> rule.string("when"));
              root.section("nested").integer("value", 3, 0, 9);
              root.string("absent");
              return "";
            });

    assertThat(problems)
        .containsExactly(
            "scoring.yaml: name is 5, must be text (put numbers, yes, no, true and false into quotes)",
            "scoring.yaml: port is 70000, must be an integer between 1 and 65535",
            "scoring.yaml: share is 'high', must be a number between 0.0 and 1.0",
            "scoring.yaml: on is 1, must be true or false",
            "scoring.yaml: backend is 'rokcs-db', must be one of heap, rocks_db;"
                + " did you mean rocks_db?",
            "scoring.yaml: topics is 'a', must be a list of texts",
            "scoring.yaml: ttl is '3s', must be a duration between 1m and 1d",
            "scoring.yaml: rules[1] is 'x', must be a mapping",
            "scoring.yaml: rules[0].when is 7, must be text (put numbers, yes, no, true and false into"
                + " quotes)",
            "scoring.yaml: nested is a number, must be a mapping",
            "scoring.yaml: absent is missing, must be text (put numbers, yes, no, true and false into"
                + " quotes)");
  }

  @Test
  void refusesWhatNobodyReadAndSuggestsTheNearest() {
    assertThat(
            problems(
                "validation: {maxAhed: 5s}\nextra: {a: 1}\nrules: [{wen: a}]\n",
                root -> {
                  root.section("validation").duration("maxAhead", Duration.ofHours(1));
                  root.sections("rules").forEach(rule -> rule.string("when", ""));
                  return "";
                }))
        .containsExactly(
            "scoring.yaml: extra is not an option; options here are rules, validation",
            "scoring.yaml: rules[0].wen is not an option; did you mean rules[0].when?",
            "scoring.yaml: validation.maxAhed is not an option; did you mean"
                + " validation.maxAhead?");
  }

  @Test
  void reportsARecordThatRefusesItsValues() {
    Function<Section, Limits> limits =
        root -> new Limits(root.integer("low", 0, 9), root.integer("high", 0, 9));

    assertThat(problems("low: 5\nhigh: 3\n", limits))
        .containsExactly("scoring.yaml: limits.low is 5, must be <= 3");
    assertThat(problems("low: 5\n", limits)).singleElement().asString().contains("high is missing");
    assertThat(YamlDocument.parse("scoring.yaml", "low: 1\nhigh: 3\n").as(limits))
        .isEqualTo(new Limits(1, 3));
  }

  @Test
  void takesAProblemFoundByTheCaller() {
    assertThat(
            problems(
                "sink: {topic: a}",
                root -> {
                  root.section("sink").string("topic");
                  root.section("sink").problem("topic", "is read by the same job");
                  return "";
                }))
        .containsExactly("scoring.yaml: sink.topic is read by the same job");
  }

  @Test
  void refusesWhatIsNoYamlAndKeysWrittenTwice() {
    assertThatThrownBy(() -> root("a: [1\nb: 2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("scoring.yaml: line 2: is not YAML");
    assertThatThrownBy(() -> root("a: 1\na: 2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(() -> root("- a\n- b\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("scoring.yaml: the document is a list, must be a mapping");
    assertThat(root("# nothing\n").names()).isEmpty();
  }

  @Test
  void readsFilesAndNamesOneThatIsNotThere(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("scoring.yaml"), "port: 1\n");
    assertThat(YamlDocument.read(file).root().integer("port", 0, 9)).isEqualTo(1);

    assertThatThrownBy(() -> YamlDocument.read(folder.resolve("absent.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("absent.yaml")
        .hasMessageContaining("cannot be read");
  }
}
