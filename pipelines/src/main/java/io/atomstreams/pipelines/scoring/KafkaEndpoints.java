package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.PausableSource;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.BackfillRecords;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.connector.TopicSettings;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;

/** The scoring job's two ends in Kafka. */
public final class KafkaEndpoints {

  /** By what name commands call the job. */
  private static final String JOB = "scoring";

  private KafkaEndpoints() {}

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; stands still
   * while the job is told to pause.
   */
  public static Source<Intake, ?, ?> source(ScoringConfig config, String bootstrapServers) {
    return new PausableSource<>(
        events(config, bootstrapServers).build(),
        JOB,
        new CommandTopic(
            new KafkaClients(config.kafka(), bootstrapServers).common(),
            config.kafka().topicPrefix()));
  }

  /** Reads from the beginning to where the topics end when the job starts, then ends. */
  public static KafkaSource<Intake> boundedSource(ScoringConfig config, String bootstrapServers) {
    return events(config, bootstrapServers)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest())
        .build();
  }

  private static KafkaSourceBuilder<Intake> events(ScoringConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .source(topics(config), deserializer(config));
  }

  /** Full names of all topics that carry events. */
  public static List<String> topics(ScoringConfig config) {
    List<String> topics = new ArrayList<>(streams(config.kafka().topicPrefix()).keySet());
    topics.addAll(config.mapped().keySet());
    return topics;
  }

  /** What the job must be allowed. */
  static AccessList access(ScoringConfig config) {
    TopicCatalogue topics = TopicCatalogue.of(config.kafka().topicPrefix());
    Set<String> reads = new TreeSet<>(topics(config));
    Stream.of(Topic.BACKFILL, Topic.SPECS, Topic.MODELS, Topic.COMMANDS)
        .map(topics::name)
        .forEach(reads::add);
    Set<String> sinks = new TreeSet<>(topics.outputs());
    sinks.addAll(topics.sides());
    sinks.add(topics.name(Topic.AUDIT));
    return AccessList.of(
        config.kafka(), reads, sinks, Set.of(topics.name(Topic.MODELS), topics.name(Topic.AUDIT)));
  }

  /**
   * What makes events of the topics' records.
   *
   * @throws ConfigException if values are to be hidden and the key is not here
   */
  static KafkaEventDeserializer deserializer(ScoringConfig config) {
    return new KafkaEventDeserializer(
        streams(config.kafka().topicPrefix()),
        config.mapped(),
        config.validation(),
        config.contract().fields(),
        config.privacy().map(KafkaEndpoints::bound));
  }

  /**
   * The same, ready to be used outside of a job.
   *
   * @throws ConfigException as {@link #deserializer}
   */
  public static KafkaEventDeserializer reader(ScoringConfig config) {
    KafkaEventDeserializer reader = deserializer(config);
    reader.open();
    return reader;
  }

  private static Privacy bound(Privacy.Options options) {
    try {
      return Privacy.bind(options, System.getenv());
    } catch (IllegalArgumentException e) {
      ConfigException noKey = new ConfigException(List.of("privacy.key: " + e.getMessage()));
      noKey.initCause(e);
      throw noKey;
    }
  }

  private static Map<String, EventType.Stream> streams(String prefix) {
    return Map.of(
        Topic.SALES_EVENTS.in(prefix),
        EventType.Stream.SALES,
        Topic.CUSTOMER_EVENTS.in(prefix),
        EventType.Stream.CUSTOMER);
  }

  /** How the job changes while it runs. */
  public static ScoringPipeline.Control control(ScoringConfig config, String bootstrapServers) {
    String prefix = config.kafka().topicPrefix();
    KafkaClients clients = new KafkaClients(config.kafka(), bootstrapServers);
    KafkaSource<BackfillRecord> histories =
        clients
            .source(List.of(Topic.BACKFILL.in(prefix)), new BackfillRecords())
            .setProperty(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                KafkaClients.name(IsolationLevel.READ_COMMITTED))
            .build();
    KafkaModelLog models = new KafkaModelLog(clients.common(), prefix);
    return new ScoringPipeline.Control(
        Optional.of(histories),
        new AddedFeatures(clients.common(), prefix, config.features()),
        scorer -> models);
  }

  /** One transactional producer a subtask for all output topics. */
  public static KafkaSink<Output> sink(ScoringConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .sink(
            new OutputSerializer(config.kafka().topicPrefix()), TopicSettings.LARGEST_DEAD_LETTER);
  }
}
