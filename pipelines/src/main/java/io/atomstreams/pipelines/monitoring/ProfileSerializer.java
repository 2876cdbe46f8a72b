package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Whole profiles as records of the topic {@code profiles}. */
final class ProfileSerializer
    implements KafkaRecordSerializationSchema<ProfilePart>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final String topic;
  private final Profiler profiler;

  ProfileSerializer(MonitoringConfig config) {
    this.topic = Topic.PROFILES.in(config.kafka().topicPrefix());
    this.profiler = new Profiler(config.profiles().options());
  }

  /** Tells the sink which topic its transactions touch, so that it finds those left open. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      ProfilePart whole, KafkaSinkContext context, Long timestamp) {
    TopicProfile profile =
        new TopicProfile(
            whole.tenant(),
            whole.topic(),
            whole.start(),
            whole.end(),
            profiler.getResult(whole.profile()));
    byte[] key = profile.key().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, ProfileJson.write(profile));
  }
}
