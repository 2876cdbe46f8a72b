package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.LearningInputDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicSettings;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** The learning job's ends in Kafka. */
final class LearningEndpoints {

  private LearningEndpoints() {}

  /** Full names of all topics that the job reads or writes. */
  static Set<String> topics(LearningConfig config) {
    String prefix = config.kafka().topicPrefix();
    Set<String> names = new TreeSet<>();
    LearningInputDeserializer.TOPICS.forEach(topic -> names.add(topic.in(prefix)));
    FindingSerializer.topics().forEach(topic -> names.add(topic.in(prefix)));
    names.add(Topic.MODELS.in(prefix));
    names.add(Topic.AUDIT.in(prefix));
    return names;
  }

  /** Reads on from the group's committed offsets, in a new group from the beginning. */
  static KafkaSource<LearningInput> source(LearningConfig config, String bootstrapServers) {
    String prefix = config.kafka().topicPrefix();
    return new KafkaClients(config.kafka(), bootstrapServers)
        .source(
            LearningInputDeserializer.TOPICS.stream().map(topic -> topic.in(prefix)).toList(),
            new LearningInputDeserializer(prefix))
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
