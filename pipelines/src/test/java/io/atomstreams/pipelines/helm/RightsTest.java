package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.pipelines.connector.LearningInputDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.Topic.Role;
import io.atomstreams.pipelines.learning.LearningTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The list of topics that the jobs' principals read and write, held against the code that does. */
class RightsTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final Path FILE = Chart.DIRECTORY.resolve("acls.json");

  @Test
  void eachJobsPrincipalMayReadAndWriteWhatItsJobDoes() throws IOException {
    JsonNode now =
        JSON.valueToTree(
            new TreeMap<>(
                Map.of("scoring", scoring(), "learning", learning(), "monitoring", monitoring())));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, JSON.writeValueAsString(now) + "\n");
    }
    assertThat(JSON.readTree(Files.readString(FILE)))
        .as("renew with -Datom.golden.write=true")
        .isEqualTo(now);
  }

  private static Map<String, List<String>> scoring() {
    EnumSet<Topic> read = of(Role.INPUT, Role.CONTROL);
    read.remove(Topic.AUDIT);
    EnumSet<Topic> written = of(Role.OUTPUT, Role.SIDE);
    written.addAll(Set.of(Topic.AUDIT, Topic.MODELS));
    return rights(read, written);
  }

  private static Map<String, List<String>> learning() {
    EnumSet<Topic> read = EnumSet.copyOf(LearningInputDeserializer.TOPICS);
    read.add(Topic.MODELS);
    EnumSet<Topic> written = EnumSet.copyOf(LearningTopics.written());
    written.addAll(Set.of(Topic.AUDIT, Topic.MODELS));
    return rights(read, written);
  }

  /** What it reads is in its settings: a topic of the platform has the prefix there. */
  private static Map<String, List<String>> monitoring() {
    Map<String, List<String>> rights = rights(Set.of(), Set.of(Topic.PROFILES));
    rights.put("platform", names(EnumSet.allOf(Topic.class)));
    return rights;
  }

  private static EnumSet<Topic> of(Role... roles) {
    EnumSet<Topic> topics = EnumSet.allOf(Topic.class);
    topics.removeIf(topic -> !Arrays.asList(roles).contains(topic.role()));
    return topics;
  }

  private static Map<String, List<String>> rights(
      Collection<Topic> read, Collection<Topic> written) {
    return new TreeMap<>(Map.of("read", names(read), "write", names(written)));
  }

  private static List<String> names(Collection<Topic> topics) {
    return topics.stream().map(Topic::baseName).sorted().toList();
  }
}
