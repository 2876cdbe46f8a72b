package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.TopicRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as they are, under the time stamps that Kafka gives them. */
final class TopicRecordDeserializer implements KafkaRecordDeserializationSchema<TopicRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TopicRecord> out) {
    out.collect(new TopicRecord(record.topic(), record.value()));
  }

  @Override
  public TypeInformation<TopicRecord> getProducedType() {
    return TypeInformation.of(TopicRecord.class);
  }
}
