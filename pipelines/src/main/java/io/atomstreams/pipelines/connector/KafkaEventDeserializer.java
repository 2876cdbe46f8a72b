package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.contract.ContractRule;
import io.atomstreams.operators.contract.FieldContract;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.EventRules;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeFactory;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.pipelines.mapping.JsonMapping;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads event topics. Decoding happens inside the source because the watermark of each partition
 * needs the event's own time; a record that is no event becomes a refused {@link Intake} and never
 * an exception.
 */
public final class KafkaEventDeserializer implements KafkaRecordDeserializationSchema<Intake> {

  private static final long serialVersionUID = 1;
  private static final Clock WALL = Clock.systemUTC();

  // configuration
  private final HashMap<String, EventType.Stream> streams;
  private final HashMap<String, JsonMapping> mapped;
  private final EventContract.Options validation;
  private final FieldContract contract;
  private final Privacy privacy;

  // runtime
  private transient IntakeReader reader;

  /**
   * A deserializer of the event topics.
   *
   * @param streams what each topic of the platform's own events, by its full name, carries
   * @param mapped further topics, with the mapping that makes events of their records
   * @param contract further rules about the events, empty if there are none
   * @param privacy what is hidden of a record, empty if nothing is
   */
  public KafkaEventDeserializer(
      Map<String, EventType.Stream> streams,
      Map<String, JsonMapping> mapped,
      EventContract.Options validation,
      Optional<FieldContract> contract,
      Optional<Privacy> privacy) {
    this.streams = new HashMap<>(streams);
    this.mapped = new HashMap<>(mapped);
    this.validation = validation;
    this.contract = contract.orElse(null);
    this.privacy = privacy.orElse(null);
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    open();
    if (contract != null) {
      AtomMetrics metrics = new AtomMetrics(context.getMetricGroup());
      for (ContractRule rule : contract.rules()) {
        if (rule.repairs()) {
          metrics.count(AtomMetric.FIELD_REPAIRS, () -> contract.repairs(rule.name()), rule.name());
        }
      }
    }
  }

  /**
   * Makes it ready, where it is used without Flink too.
   *
   * @throws IllegalArgumentException if values are hidden by a key that is not here
   */
  public void open() {
    EventRules rules = contract == null ? EventRules.NONE : contract;
    IntakeFactory factory =
        privacy == null ? IntakeFactory.UNCHANGED : privacy.open(System.getenv());
    reader = new IntakeReader(validation, rules, factory);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Intake> out) {
    out.collect(read(record));
  }

  /** What is made of a record of one of the topics; for programs that are not Flink, too. */
  public Intake read(ConsumerRecord<byte[], byte[]> record) {
    SourcePosition source = new SourcePosition(record.topic(), record.partition(), record.offset());
    JsonMapping mapping = mapped.get(record.topic());
    long appendedAt = record.timestamp();
    return mapping == null
        ? reader.read(
            streams.get(record.topic()),
            source,
            record.key(),
            record.value(),
            appendedAt,
            wallMicros())
        : reader.check(
            mapping.map(record.value()),
            source,
            record.key(),
            record.value(),
            appendedAt,
            wallMicros());
  }

  private static long wallMicros() {
    Instant now = WALL.instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
  }

  @Override
  public TypeInformation<Intake> getProducedType() {
    return CodecTypeInformation.intake();
  }
}
