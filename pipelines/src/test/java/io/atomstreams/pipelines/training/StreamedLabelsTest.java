package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.LabelJoinFunction;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.label.LabelJoin;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.pipelines.connector.LearningInputDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The label join in a job between bytes and examples gives the rows of the training set. */
class StreamedLabelsTest {

  private static final Duration HORIZON = Duration.ofMinutes(10);
  private static final Duration CUT = Duration.ofMinutes(3);
  private static final Duration DISORDER = Duration.ofMinutes(2);
  private static final int EVENTS = 1500;
  private static final int MOST = 100 * EVENTS;

  private static LabelSpec label(String id, PositiveOn positiveOn, Duration cut) {
    return new LabelSpec(id, Subject.CUSTOMER, EventType.ORDER_PLACED, positiveOn, HORIZON, cut);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void examplesThatStandAreTheRowsOfTheTrainingSet(int parallelism) throws Exception {
    List<FeatureRecord> log = log();
    LabelSpec again = label("again", PositiveOn.event(EventType.ORDER_PLACED, HORIZON), HORIZON);
    LabelSpec kept = label("kept", PositiveOn.absenceOf(EventType.REFUNDED, HORIZON), CUT);
    LabelJoin join =
        new LabelJoin(
            List.of(again, kept), new LabelJoin.Options(100, Duration.ofHours(1), Duration.ZERO));
    long end = log.stream().mapToLong(FeatureRecord::ts).max().orElseThrow();

    List<Example> examples = examples(join, end, log, parallelism);

    for (LabelSpec label : List.of(again, kept)) {
      assertThat(standing(examples, label, end)).isEqualTo(rows(log, label));
    }
    assertThat(examples)
        .filteredOn(e -> e.label().equals("again"))
        .isNotEmpty()
        .allMatch(e -> e.kind() == Example.Kind.FIRST);
    assertThat(examples).anyMatch(e -> e.kind() == Example.Kind.CORRECTED);
    assertThat(examples)
        .allMatch(e -> e.scores().size() == 1 && e.scores().get(0).probability() == chance(e));
  }

  private static float chance(Example example) {
    return example.source().offset() / (float) EVENTS;
  }

  private static Map<String, Double> rows(List<FeatureRecord> log, LabelSpec label) {
    RowSelection selection = new RowSelection(label, "list", Optional.empty(), Optional.empty());
    Map<String, Double> rows = new TreeMap<>();
    for (Labelled row : selection.of(log).rows()) {
      rows.put(row.record().source().toString(), row.positive() ? 1.0 : 0.0);
    }
    return rows;
  }

  /** The targets whose weights do not cancel out, of questions that the whole log answers. */
  private static Map<String, Double> standing(
      List<Example> examples, LabelSpec label, long logEnd) {
    Map<String, Double> targets = new TreeMap<>();
    List<Example> sorted = new ArrayList<>(examples);
    sorted.sort(Comparator.comparingLong(Example::ts).thenComparing(Example::kind));
    for (Example example : sorted) {
      long opening = Float.floatToIntBits(example.vector()[0]);
      if (!example.label().equals(label.id()) || opening + HORIZON.toMillis() > logEnd) {
        continue;
      }
      String source = example.source().toString();
      if (example.weight() < 0) {
        assertThat(targets.remove(source)).isEqualTo(example.target());
      } else {
        assertThat(targets.put(source, example.target())).isNull();
      }
    }
    return targets;
  }

  private static List<Example> examples(
      LabelJoin join, long logEnd, List<FeatureRecord> log, int parallelism) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
    List<LearningInput> features = new ArrayList<>();
    List<LearningInput> predictions = new ArrayList<>();
    OutputSerializer serializer = new OutputSerializer("x.");
    LearningInputDeserializer deserializer = new LearningInputDeserializer("x.");
    for (FeatureRecord record : log) {
      features.add(deserializer.read(asRead(serializer.serialize(record))));
      if (record.scored()) {
        predictions.add(deserializer.read(asRead(serializer.serialize(prediction(record)))));
      }
    }
    DataStream<Example> examples =
        source(env, features)
            .union(source(env, predictions))
            .keyBy(LearningInput::home, Types.STRING)
            .process(new LabelJoinFunction(join, logEnd), CodecTypeInformation.example())
            .uid(LabelJoinFunction.UID);
    return examples.executeAndCollect("labels", MOST);
  }

  private static DataStream<LearningInput> source(
      StreamExecutionEnvironment env, List<LearningInput> inputs) {
    return env.fromData(inputs, CodecTypeInformation.learningInput())
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<LearningInput>forBoundedOutOfOrderness(DISORDER)
                .withTimestampAssigner((input, at) -> input.ts()))
        .setParallelism(1);
  }

  private static ConsumerRecord<byte[], byte[]> asRead(ProducerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
  }

  /**
   * By arrival: events of 40 customers in two and a half hours, none more than the disorder late.
   */
  private static List<FeatureRecord> log() {
    Random random = new Random(11);
    List<FeatureRecord> log = new ArrayList<>();
    long clock = 0;
    for (int i = 0; i < EVENTS; i++) {
      clock += random.nextInt(12_000);
      int customer = random.nextInt(40);
      long ts = Math.max(0, clock - random.nextInt((int) DISORDER.toMillis()));
      boolean order = random.nextInt(4) > 0;
      Outcome outcome = order ? Outcome.SCORED : Outcome.UPDATED;
      log.add(
          new FeatureRecord(
              "acme",
              "e" + i,
              order ? "order_placed" : "refunded",
              ts,
              random.nextInt(20) == 0 ? Outcome.DUPLICATE : outcome,
              List.of(new Touch("acme|c" + customer, i)),
              clock,
              "list",
              new float[] {Float.intBitsToFloat((int) ts), Float.NaN},
              new SourcePosition("sales-events", customer % 4, i),
              0));
    }
    return log;
  }

  private static Prediction prediction(FeatureRecord record) {
    return new Prediction(
        RecordId.of("prediction", "acme", "s", record.source()),
        "acme",
        record.entity(),
        "s",
        record.source().offset() / (float) EVENTS,
        0.5f,
        "m@1",
        "",
        "",
        Prediction.Role.CHAMPION,
        "",
        "list",
        1,
        record.ts(),
        record.source(),
        0);
  }
}
