package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.bench.OutputProfile.Share;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka to Kafka with the job's guarantees and nothing in between. */
final class PassThrough {

  /** A record without meaning; {@code topic} is the name of a {@link Topic}. */
  public record Parcel(String topic, byte[] key, byte[] value, long readAtMicros) {}

  private PassThrough() {}

  /** Defines the job: every input record becomes what the profile says. */
  static void define(
      StreamExecutionEnvironment env,
      OutputProfile profile,
      String bootstrapServers,
      List<String> inputs,
      String outputPrefix,
      Properties producer) {
    KafkaSource<Parcel> source =
        KafkaSource.<Parcel>builder()
            .setBootstrapServers(bootstrapServers)
            .setTopics(inputs)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setDeserializer(new Reader())
            .build();
    KafkaSink<Parcel> sink =
        KafkaSink.<Parcel>builder()
            .setBootstrapServers(bootstrapServers)
            .setKafkaProducerConfig(producer)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(outputPrefix + "pass-through")
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setRecordSerializer(new Writer(outputPrefix))
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "inputs")
        .uid("inputs")
        .flatMap(new Imitation(profile))
        .returns(Types.POJO(Parcel.class))
        .name("imitation")
        .uid("imitation")
        .sinkTo(sink)
        .name("outputs")
        .uid("outputs");
  }

  private static final class Reader implements KafkaRecordDeserializationSchema<Parcel> {
    private static final long serialVersionUID = 1;
    private static final Clock WALL = Clock.systemUTC();

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Parcel> out) {
      Instant now = WALL.instant();
      long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
      out.collect(new Parcel("", record.key(), record.value(), micros));
    }

    @Override
    public TypeInformation<Parcel> getProducedType() {
      return Types.POJO(Parcel.class);
    }
  }

  /** Emits as many records, as large, as the scoring job does on average. */
  private static final class Imitation implements FlatMapFunction<Parcel, Parcel> {
    private static final long serialVersionUID = 1;

    private final EnumMap<Topic, Share> shares;
    private final EnumMap<Topic, Double> owed = new EnumMap<>(Topic.class);

    Imitation(OutputProfile profile) {
      this.shares = profile.shares();
    }

    @Override
    public void flatMap(Parcel in, Collector<Parcel> out) {
      for (Map.Entry<Topic, Share> share : shares.entrySet()) {
        double due = owed.merge(share.getKey(), share.getValue().perInput(), Double::sum);
        for (; due >= 1; due--) {
          byte[] value = sized(in.value(), share.getValue().valueBytes());
          out.collect(new Parcel(share.getKey().name(), in.key(), value, in.readAtMicros()));
        }
        owed.put(share.getKey(), due);
      }
    }

    private static byte[] sized(byte[] value, int bytes) {
      return value.length == bytes ? value : Arrays.copyOf(value, bytes);
    }
  }

  private static final class Writer
      implements KafkaRecordSerializationSchema<Parcel>, KafkaDatasetFacetProvider, Serializable {
    private static final long serialVersionUID = 1;

    private final EnumMap<Topic, String> topics = new EnumMap<>(Topic.class);

    Writer(String prefix) {
      for (Topic topic : Topic.values()) {
        topics.put(topic, topic.in(prefix));
      }
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Parcel parcel, KafkaSinkContext context, Long timestamp) {
      String topic = topics.get(Topic.valueOf(parcel.topic()));
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, parcel.key(), parcel.value());
      record.headers().add(Headers.READ_AT, Headers.instant(parcel.readAtMicros()));
      return record;
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      List<String> names = List.copyOf(topics.values());
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(names)));
    }
  }
}
