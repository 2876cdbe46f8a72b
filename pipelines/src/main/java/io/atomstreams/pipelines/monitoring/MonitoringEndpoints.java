package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.TopicRecord;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.TopicSettings;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** The monitoring job's two ends in Kafka. */
final class MonitoringEndpoints {

  private MonitoringEndpoints() {}

  /** Reads on from the group's committed offsets, in a new group from the beginning. */
  static KafkaSource<TopicRecord> source(MonitoringConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .source(config.profiles().topics(), new TopicRecordDeserializer())
        .build();
  }

  static KafkaSink<ProfilePart> sink(MonitoringConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .sink(new ProfileSerializer(config), TopicSettings.LARGEST_PROFILE);
  }
}
