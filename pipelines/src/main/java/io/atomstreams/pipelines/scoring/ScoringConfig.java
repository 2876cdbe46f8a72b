package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureLists;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.mapping.JsonMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The scoring job's settings, read once: {@code flink-conf/pipelines/scoring.yaml}.
 *
 * @param entityBufferBytes heap a subtask may use to keep the entities seen lately out of RocksDB
 * @param scorers what is said of the scored events; at least one, each with an id of its own
 * @param contract what must hold of the events' fields, beyond what holds for all
 * @param privacy what is hidden of the events before anything is stored or sent; empty: nothing
 */
public record ScoringConfig(
    Kafka kafka,
    Time time,
    EventContract.Options validation,
    EntityStage.Options entity,
    long entityBufferBytes,
    FeatureList features,
    RobustOutlier.Options orderValueAlert,
    Set<EventType> scoredTypes,
    List<ScorerConfig> scorers,
    Contract contract,
    Optional<Privacy.Options> privacy) {

  private static final int MOST_MEGABYTES = 1 << 16;

  public ScoringConfig {
    scorers = List.copyOf(scorers);
  }

  /**
   * Where events come from and outputs go to.
   *
   * @param mapped further topics, with the mapping that makes events of their JSON records
   * @param transactionTimeout how long an unfinished transaction blocks read_committed consumers
   *     after a crash
   */
  public record Kafka(
      String topicPrefix,
      String groupId,
      String transactionalIdPrefix,
      Duration transactionTimeout,
      Map<String, JsonMapping> mapped,
      Map<String, String> consumer,
      Map<String, String> producer) {}

  /**
   * How event time advances.
   *
   * @param maxDrift greatest lead of one partition over another, event time; 0 for no bound
   */
  public record Time(Duration outOfOrder, Duration idleAfter, Duration maxDrift) {}

  /**
   * Reads the settings.
   *
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static ScoringConfig read(Path file) {
    return YamlDocument.read(file).as(ScoringConfig::of);
  }

  /**
   * Reads a file that holds a section {@code features} and nothing else.
   *
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static FeatureList readFeatures(Path file) {
    return YamlDocument.read(file).as(root -> accepted(root, "features", FeatureSection::read));
  }

  static ScoringConfig of(Section root) {
    List<ScorerConfig> scorers = ScorerConfig.readAll(root);
    Contract contract = ContractSection.read(root);
    Optional<Privacy.Options> privacy = PrivacySection.read(root);
    privacy.ifPresent(hidden -> ContractSection.check(root, contract, hidden));
    return new ScoringConfig(
        kafka(root.section("kafka")),
        time(root.section("time")),
        validation(root.section("validation")),
        accepted(root, "entity", ScoringConfig::entity),
        (long) root.section("state").integer("bufferMegabytes", 64, 0, MOST_MEGABYTES) << 20,
        accepted(root, "features", FeatureSection::read),
        accepted(root.section("alerts"), "orderValue", ScoringConfig::orderValue),
        scorers.isEmpty() ? Set.of() : scorers.get(0).on(),
        scorers,
        contract,
        privacy);
  }

  /**
   * Reads a section whose values must fit each other. A misfit becomes a problem of the document
   * like any other, so that the rest is still read; nobody sees the {@code null} then.
   */
  static <T> T accepted(Section parent, String key, Function<Section, T> reader) {
    Section section = parent.section(key);
    try {
      return reader.apply(section);
    } catch (IllegalArgumentException e) {
      parent.problem(key, "does not fit together: " + e.getMessage());
      return null;
    }
  }

  private static EntityStage.Options entity(Section entity) {
    return new EntityStage.Options(
        entity.duration("lateness", Duration.ofDays(1)),
        entity.duration("remember", Duration.ofDays(1)));
  }

  private static Kafka kafka(Section kafka) {
    return new Kafka(
        kafka.string("topicPrefix", ""),
        kafka.string("groupId", "atom-scoring"),
        kafka.string("transactionalIdPrefix", "atom-scoring"),
        kafka.duration("transactionTimeout", Duration.ofMinutes(15)),
        mapped(kafka),
        kafka.settings("consumer"),
        kafka.settings("producer"));
  }

  /**
   * Topics of JSON records in somebody else's shape; paths are relative to the working directory.
   */
  private static Map<String, JsonMapping> mapped(Section kafka) {
    Map<String, JsonMapping> mapped = new LinkedHashMap<>();
    for (Section entry : kafka.sections("mapped")) {
      String topic = entry.string("topic");
      Path file = Path.of(entry.string("mapping"));
      try {
        mapped.put(topic, JsonMapping.parse(file.toString(), Files.readString(file)));
      } catch (IOException e) {
        entry.problem("mapping", "is " + file.toAbsolutePath() + ", which cannot be read: " + e);
      }
    }
    return mapped;
  }

  private static Time time(Section time) {
    return new Time(
        time.duration("outOfOrder", Duration.ofDays(1)),
        time.duration("idleAfter", Duration.ofSeconds(10)),
        time.duration("maxDrift", Duration.ZERO));
  }

  private static EventContract.Options validation(Section validation) {
    Section clock = validation.section("clock");
    return new EventContract.Options(
        instant(validation, "earliest", "2000-01-01T00:00:00Z"),
        validation.duration("maxAhead", Duration.ofHours(1)),
        new EventClock(
            clock.longInteger("anchorWall", 0, 0, Long.MAX_VALUE),
            clock.longInteger("anchorEvent", 0, 0, Long.MAX_VALUE),
            clock.number("speed", 1, 1e-3, 1e9)));
  }

  private static Instant instant(Section section, String key, String fallback) {
    String text = section.string(key, fallback);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      section.problem(key, "is '" + text + "', must be an instant such as " + fallback);
      return Instant.EPOCH;
    }
  }

  private static RobustOutlier.Options orderValue(Section rule) {
    return new RobustOutlier.Options(
        rule.integer("history", 32, 4, 256),
        rule.integer("minimum", 5, 3, 256),
        rule.number("warning", 6, 0.1, 1e6),
        rule.number("critical", 12, 0.1, 1e6),
        rule.number("minimumSpread", 0.1, 1e-6, 1e6),
        rule.duration("coolDown", Duration.ofDays(1)));
  }

  /** The event types listed under {@code on}. */
  static Set<EventType> eventTypes(Section section) {
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    for (String name : section.strings("on")) {
      EventType.ofWireName(name)
          .ifPresentOrElse(types::add, () -> section.problem("on", noEventType(name)));
    }
    return types;
  }

  private static String noEventType(String name) {
    Map<String, EventType> known = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      known.put(type.wireName(), type);
    }
    return "names '%s', event types are %s".formatted(name, known.keySet());
  }

  /** The same settings under another event clock: for simulated and replayed time. */
  public ScoringConfig withClock(EventClock clock) {
    return new ScoringConfig(
        kafka,
        time,
        new EventContract.Options(validation.earliest(), validation.maxAhead(), clock),
        entity,
        entityBufferBytes,
        features,
        orderValueAlert,
        scoredTypes,
        scorers,
        contract,
        privacy);
  }

  /** The same settings under which event time advances otherwise. */
  public ScoringConfig withTime(Time another) {
    return new ScoringConfig(
        kafka,
        another,
        validation,
        entity,
        entityBufferBytes,
        features,
        orderValueAlert,
        scoredTypes,
        scorers,
        contract,
        privacy);
  }

  /** The same settings with what has joined their features. */
  public ScoringConfig with(FeatureAddition.Log additions) {
    return withFeatures(new FeatureLists(features, additions.read()).latest());
  }

  /** The same settings with another vector. */
  public ScoringConfig withFeatures(FeatureList others) {
    return new ScoringConfig(
        kafka,
        time,
        validation,
        entity,
        entityBufferBytes,
        others,
        orderValueAlert,
        scoredTypes,
        scorers,
        contract,
        privacy);
  }

  /** The same settings with models from another directory. */
  public ScoringConfig withModels(String models) {
    return withScorers(scorers.stream().map(scorer -> scorer.withModels(models)).toList());
  }

  /** The same settings with the registries' places as other processes find them. */
  public ScoringConfig withRegistriesLocated() {
    return withScorers(
        scorers.stream()
            .map(scorer -> scorer.withModels(JobArguments.located(scorer.serving().models())))
            .toList());
  }

  /** The same settings with one scorer more. */
  public ScoringConfig withScorer(ScorerConfig another) {
    return withScorers(Stream.concat(scorers.stream(), Stream.of(another)).toList());
  }

  /** The same settings with other scorers. */
  public ScoringConfig withScorers(List<ScorerConfig> others) {
    return new ScoringConfig(
        kafka,
        time,
        validation,
        entity,
        entityBufferBytes,
        features,
        orderValueAlert,
        scoredTypes,
        others,
        contract,
        privacy);
  }

  /** The first scorer. */
  public ScorerConfig scorer() {
    return scorers.get(0);
  }

  /**
   * The scorer of this id.
   *
   * @throws IllegalArgumentException naming the ids there are
   */
  public ScorerConfig scorer(String id) {
    return scorers.stream()
        .filter(scorer -> scorer.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no scorer '%s'; there are %s"
                        .formatted(id, scorers.stream().map(ScorerConfig::id).toList())));
  }

  /** The same settings for the topics of another installation and another consumer group. */
  public ScoringConfig withKafka(String topicPrefix, String groupId) {
    return new ScoringConfig(
        new Kafka(
            topicPrefix,
            groupId,
            topicPrefix + kafka.transactionalIdPrefix(),
            kafka.transactionTimeout(),
            kafka.mapped(),
            kafka.consumer(),
            kafka.producer()),
        time,
        validation,
        entity,
        entityBufferBytes,
        features,
        orderValueAlert,
        scoredTypes,
        scorers,
        contract,
        privacy);
  }
}
