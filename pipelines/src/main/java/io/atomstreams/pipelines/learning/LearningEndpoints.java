package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.LearningInputDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicSettings;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** The learning job's ends in Kafka. */
final class LearningEndpoints {

  private LearningEndpoints() {}

  /** What the job must be allowed. */
  static AccessList access(LearningConfig config) {
    String prefix = config.kafka().topicPrefix();
    Set<String> reads = names(LearningInputDeserializer.TOPICS, prefix);
    reads.add(Topic.MODELS.in(prefix));
    return AccessList.of(
        config.kafka(),
        reads,
        names(FindingSerializer.topics(), prefix),
        Set.of(Topic.MODELS.in(prefix), Topic.AUDIT.in(prefix)));
  }

  private static Set<String> names(Collection<Topic> topics, String prefix) {
    Set<String> names = new TreeSet<>();
    topics.forEach(topic -> names.add(topic.in(prefix)));
    return names;
  }

  /** Reads on from the group's committed offsets, in a new group from the beginning. */
  static KafkaSource<LearningInput> source(LearningConfig config, String bootstrapServers) {
    String prefix = config.kafka().topicPrefix();
    return new KafkaClients(config.kafka(), bootstrapServers)
        .source(
            names(LearningInputDeserializer.TOPICS, prefix), new LearningInputDeserializer(prefix))
        .build();
  }

  /** One transactional producer a subtask for all topics. */
  static KafkaSink<Finding> sink(LearningConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .sink(new FindingSerializer(config), TopicSettings.LARGEST_DEAD_LETTER);
  }

  /** The log of models. */
  static KafkaModelLog models(LearningConfig config, String bootstrapServers) {
    return new KafkaModelLog(
        new KafkaClients(config.kafka(), bootstrapServers).common(), config.kafka().topicPrefix());
  }
}
