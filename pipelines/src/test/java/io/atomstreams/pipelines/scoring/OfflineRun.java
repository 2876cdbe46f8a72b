package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.contract.CustomerHistories;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The scoring job as a loop: the same inputs, one after the other, through the pure classes. What a
 * run leaves in the topics if nothing goes wrong, in a second and without a cluster.
 */
public final class OfflineRun {

  private final ScoringConfig config;
  private final EntityStage stage;
  private final Optional<CustomerHistories> histories;
  private final Map<String, EntityState> states = new HashMap<>();
  private final List<Output> outputs = new ArrayList<>();

  private OfflineRun(ScoringConfig config) {
    this.config = config;
    this.stage =
        new EntityStage(
            config.entity(), config.features(), new RobustOutlier(config.orderValueAlert()));
    this.histories = config.contract().remembering(stage).map(CustomerHistories::new);
  }

  /** What the inputs become, taken in this order. */
  public static List<Output> outputs(List<Intake> intakes, ScoringConfig config) {
    return outputs(intakes, config, ScoringPipeline.Control.none().models().apply(config.scorer()));
  }

  /** The same, scored by the line-ups that a log says. */
  public static List<Output> outputs(List<Intake> intakes, ScoringConfig config, ModelLog log) {
    OfflineRun run = new OfflineRun(config);
    try (LocalScorer scorer = new LocalScorer(config, log, 2)) {
      intakes.forEach(intake -> run.process(intake, scorer));
    }
    return run.outputs;
  }

  /** What stands in the topics after the job has taken these events. */
  static RecordedRun record(SimulatedIntakes events, ScoringConfig config) {
    List<ConsumerRecord<byte[], byte[]>> inputs = new ArrayList<>();
    for (Intake intake : events.all()) {
      SourcePosition at = intake.source();
      ProducerRecord<byte[], byte[]> sent =
          new ProducerRecord<>(at.topic(), intake.key(), intake.raw());
      inputs.add(consumed(sent, at.partition(), at.offset(), SimulatedIntakes.APPENDED_AT));
    }
    List<ConsumerRecord<byte[], byte[]>> written =
        consumed(outputs(events.all(), config), config.kafka().topicPrefix());
    return new RecordedRun(inputs, written, written);
  }

  /** The outputs as a consumer gets them. */
  public static List<ConsumerRecord<byte[], byte[]>> consumed(
      Iterable<Output> outputs, String prefix) {
    OutputSerializer serializer = new OutputSerializer(prefix);
    Map<String, Long> ends = new HashMap<>();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Output output : outputs) {
      ProducerRecord<byte[], byte[]> sent = serializer.serialize(output);
      records.add(consumed(sent, 0, ends.merge(sent.topic(), 1L, Long::sum) - 1, 0));
    }
    return records;
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      ProducerRecord<byte[], byte[]> sent, int partition, long offset, long appendedAt) {
    return new ConsumerRecord<>(
        sent.topic(),
        partition,
        offset,
        appendedAt,
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  static String topic(EventType.Stream stream, String prefix) {
    Topic topic = stream == EventType.Stream.SALES ? Topic.SALES_EVENTS : Topic.CUSTOMER_EVENTS;
    return topic.in(prefix);
  }

  private void process(Intake read, LocalScorer scorer) {
    Intake intake = histories.map(all -> all.judged(read)).orElse(read);
    if (intake.isRefused()) {
      outputs.add(intake.deadLetter());
      return;
    }
    if (!intake.hasEntity()) {
      outputs.add(record(intake, Outcome.UPDATED, List.of(), intake.ts(), new float[0]));
      return;
    }
    EntityStage.Result result = stage.apply(states.get(intake.route()), intake.event());
    EntityState state = result.state();
    states.put(intake.route(), state);
    List<Touch> touched = List.of(new Touch(intake.route(), state.sequence()));
    switch (result.verdict()) {
      case LATE ->
          outputs.add(
              intake.deadLetter(
                  RejectionReason.LATE.code(),
                  "ts is %d ms behind the latest event of %s"
                      .formatted(result.behind(), intake.route())));
      case DUPLICATE ->
          outputs.add(record(intake, Outcome.DUPLICATE, touched, state.clock(), new float[0]));
      case ACCEPTED -> accepted(intake, result, touched, scorer);
    }
  }

  private void accepted(
      Intake intake, EntityStage.Result result, List<Touch> touched, LocalScorer scorer) {
    EntityState state = result.state();
    boolean scored = config.scoredTypes().contains(intake.event().type());
    FeatureRecord record =
        record(
            intake,
            scored ? Outcome.SCORED : Outcome.UPDATED,
            touched,
            state.clock(),
            scored ? stage.vector(state) : new float[0]);
    outputs.add(record);
    if (scored) {
      scorer.score(new FeatureRecord[] {record}, 1, outputs::add);
    }
    if (result.finding() != null) {
      outputs.add(
          OrderValueAlert.of(
              (SalesEvent) intake.event(),
              result.finding(),
              intake.route(),
              state.sequence(),
              intake.source(),
              intake.readAtMicros()));
    }
  }

  private FeatureRecord record(
      Intake intake, Outcome outcome, List<Touch> touched, long asOf, float[] vector) {
    return new FeatureRecord(
        intake.event().tenant(),
        intake.event().eventId(),
        intake.event().type().wireName(),
        intake.ts(),
        outcome,
        touched,
        asOf,
        outcome == Outcome.SCORED ? config.features().hash() : "",
        vector,
        intake.source(),
        intake.event().repaired(),
        intake.readAtMicros());
  }
}
