package io.atomstreams.pipelines.bench.crayfish;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Kafka, {@link ImageScoring}, Kafka: one chain, so that no image travels between tasks. Reads what
 * the topic holds when it starts, then ends. Written at least once.
 */
final class ImageScoringJob {

  static final String INPUT = "crayfish-images";
  static final String OUTPUT = "crayfish-predictions";

  /** Some hundred images a fetch, and a socket that takes a good part of them at once. */
  private static final Map<String, String> CONSUMER =
      Map.of(
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(4 << 20),
          ConsumerConfig.RECEIVE_BUFFER_CONFIG, String.valueOf(1 << 20));

  private ImageScoringJob() {}

  /** Defines the job. */
  static void define(
      StreamExecutionEnvironment env,
      String bootstrapServers,
      ImageScoring scoring,
      String compression) {
    Properties consumer = new Properties();
    consumer.putAll(CONSUMER);
    KafkaSource<byte[]> source =
        KafkaSource.<byte[]>builder()
            .setProperties(consumer)
            .setBootstrapServers(bootstrapServers)
            .setTopics(INPUT)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setDeserializer(new Value())
            .build();
    KafkaSink<byte[]> sink =
        KafkaSink.<byte[]>builder()
            .setBootstrapServers(bootstrapServers)
            .setProperty(ProducerConfig.LINGER_MS_CONFIG, "5")
            .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(1 << 17))
            .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression)
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new PredictionRecord())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "images")
        .uid("images")
        .transform("scoring", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, scoring)
        .uid("scoring")
        .sinkTo(sink)
        .name("predictions")
        .uid("predictions");
  }

  /** Hands the value on as it is. */
  private static final class Value implements KafkaRecordDeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<byte[]> out) {
      out.collect(record.value());
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }

  /** Without a key, as the authors' job writes. */
  private static final class PredictionRecord
      implements KafkaRecordSerializationSchema<byte[]>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        byte[] value, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(OUTPUT, value);
    }
  }
}
