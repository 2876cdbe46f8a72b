package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.TopicRecord;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.PausableSource;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.TopicSettings;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** The monitoring job's two ends in Kafka. */
final class MonitoringEndpoints {

  /** By what name commands call the job. */
  private static final String JOB = "monitoring";

  private MonitoringEndpoints() {}

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; stands still
   * while the job is told to pause.
   */
  static Source<TopicRecord, ?, ?> source(MonitoringConfig config, String bootstrapServers) {
    KafkaClients clients = new KafkaClients(config.kafka(), bootstrapServers);
    KafkaSource<TopicRecord> records =
        clients.source(config.profiles().topics(), new TopicRecordDeserializer()).build();
    return new PausableSource<>(
        records, JOB, new CommandTopic(clients.common(), config.kafka().topicPrefix()));
  }

  static KafkaSink<ProfilePart> sink(MonitoringConfig config, String bootstrapServers) {
    return new KafkaClients(config.kafka(), bootstrapServers)
        .sink(new ProfileSerializer(config), TopicSettings.LARGEST_PROFILE);
  }
}
