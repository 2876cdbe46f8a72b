package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.KafkaSettings;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The monitoring job's settings, read once: {@code flink-conf/pipelines/monitoring.yaml}. */
public record MonitoringConfig(KafkaSettings kafka, Profiles profiles) {

  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);
  private static final List<String> SHOWN =
      List.of("type", "currency", "payment", "device", "channel");

  /**
   * What is profiled, and how.
   *
   * @param topics full names
   * @param window by the broker's append time
   * @param lateness how long after its end a window's profile is still written again
   */
  public record Profiles(
      Set<String> topics,
      Duration window,
      Duration outOfOrder,
      Duration idleAfter,
      Duration lateness,
      Profiler.Options options) {}

  /**
   * Reads the settings.
   *
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static MonitoringConfig read(Path file) {
    return YamlDocument.read(file).as(MonitoringConfig::of);
  }

  static MonitoringConfig of(Section root) {
    KafkaSettings kafka = KafkaSettings.read(root.section("kafka"), "atom-monitoring");
    return new MonitoringConfig(kafka, profiles(root.section("profiles"), kafka.topicPrefix()));
  }

  private static Profiles profiles(Section profiles, String prefix) {
    return new Profiles(
        topics(profiles, prefix),
        profiles.duration("window", Duration.ofMinutes(5), SHORTEST_WINDOW, LONGEST_WINDOW),
        profiles.duration("outOfOrder", Duration.ofSeconds(10), Duration.ZERO, LONGEST_WAIT),
        profiles.duration("idleAfter", Duration.ofSeconds(10)),
        profiles.duration("lateness", Duration.ofHours(1), Duration.ZERO, LONGEST_WAIT),
        new Profiler.Options(
            profiles.integer("maxFields", 200, 1, 500),
            profiles.integer("top", 5, 0, 50),
            Set.copyOf(profiles.strings("topValues", SHOWN)),
            Set.copyOf(profiles.strings("countsOnly", List.of()))));
  }

  /** A topic of the platform gets its prefix, another stays as it is. */
  private static Set<String> topics(Section profiles, String prefix) {
    List<String> wanted =
        profiles.strings(
            "topics", List.of(Topic.SALES_EVENTS.baseName(), Topic.CUSTOMER_EVENTS.baseName()));
    if (wanted.isEmpty()) {
      profiles.problem("topics", "is empty, must name at least one topic");
    }
    Set<String> topics = new LinkedHashSet<>();
    for (String name : wanted) {
      Optional<Topic> ours =
          Arrays.stream(Topic.values()).filter(topic -> topic.baseName().equals(name)).findFirst();
      if (ours.filter(topic -> !isProfiled(topic)).isPresent()) {
        profiles.problem("topics", "names " + name + ", must be topics of JSON records");
      }
      topics.add(ours.map(topic -> topic.in(prefix)).orElse(name));
    }
    return topics;
  }

  /** Profiles of profiles would make work for each other without end. */
  private static boolean isProfiled(Topic topic) {
    return topic.schema().endsWith(".json") && topic != Topic.PROFILES;
  }

  /** The same settings with windows of another length. */
  public MonitoringConfig withWindow(Duration window) {
    Profiles p = profiles;
    return new MonitoringConfig(
        kafka,
        new Profiles(p.topics(), window, p.outOfOrder(), p.idleAfter(), p.lateness(), p.options()));
  }
}
