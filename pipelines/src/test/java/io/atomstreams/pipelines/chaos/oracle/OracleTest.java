package io.atomstreams.pipelines.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.scoring.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The oracle finds nothing wrong with a sound run, and every defect that is planted into one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleTest {

  /** When {@link SimulatedIntakes} has its events appended. */
  private static final long APPENDED_AT = 1_780_272_000_000L;

  private ScoringConfig config;
  private List<ConsumerRecord<byte[], byte[]>> inputs;
  private List<ConsumerRecord<byte[], byte[]>> sound;

  @BeforeAll
  void record(@TempDir Path directory) {
    config = TestSettings.in(directory);
    SimulatedIntakes events = SimulatedIntakes.of(7, 3_000, config);
    inputs = events.all().stream().map(OracleTest::input).toList();
    sound = OfflineRun.consumed(OfflineRun.outputs(events.all(), config), "");
  }

  static ConsumerRecord<byte[], byte[]> input(Intake intake) {
    return new ConsumerRecord<>(
        intake.source().topic(),
        intake.source().partition(),
        intake.source().offset(),
        APPENDED_AT,
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        intake.key(),
        intake.raw(),
        new RecordHeaders(),
        Optional.empty());
  }

  @Test
  void findsNothingWrongWithASoundRun() {
    Verdict verdict = judge(sound);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.exact()).isTrue();
    assertThat(verdict.inputs()).isEqualTo(3_000);
    assertThat(verdict.compared()).isEqualTo(sound.size());
    assertThat(verdict.scored()).isPositive();
    assertThat(verdict.stoodIn()).isZero();
    // of every kind there is something to be wrong with
    for (Topic topic : List.of(Topic.FEATURES, Topic.ALERTS, Topic.DEAD_LETTERS)) {
      assertThat(sound).anyMatch(record -> record.topic().equals(topic.baseName()));
    }
  }

  @Test
  void doesNotMindTheOrderOfTopics() {
    List<ConsumerRecord<byte[], byte[]>> byTopic = new ArrayList<>();
    for (Topic topic : List.of(Topic.PREDICTIONS, Topic.ALERTS, Topic.DEAD_LETTERS)) {
      byTopic.addAll(of(topic));
    }
    byTopic.addAll(of(Topic.FEATURES));

    assertThat(judge(byTopic).problems()).isEmpty();
  }

  @Test
  void findsADroppedRecordOfEveryTopic() {
    for (Topic topic :
        List.of(Topic.FEATURES, Topic.PREDICTIONS, Topic.ALERTS, Topic.DEAD_LETTERS)) {
      Verdict verdict = judge(without(first(topic, any -> true)));

      assertThat(verdict.lost()).as(topic.baseName()).isPositive();
      assertThat(verdict.exact()).isFalse();
    }
  }

  @Test
  void findsTheLastRecordOfACustomerMissing() {
    List<ConsumerRecord<byte[], byte[]>> features = of(Topic.FEATURES);
    Verdict verdict = judge(without(features.get(features.size() - 1)));

    assertThat(verdict.lost()).isPositive();
    assertThat(verdict.doubled() + verdict.altered()).isZero();
  }

  @Test
  void findsADoubledRecordOfEveryTopic() {
    for (Topic topic :
        List.of(Topic.FEATURES, Topic.PREDICTIONS, Topic.ALERTS, Topic.DEAD_LETTERS)) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound);
      records.add(at(first(topic, any -> true), 1_000_000));
      Verdict verdict = judge(records);

      assertThat(verdict.doubled()).as(topic.baseName()).isOne();
      assertThat(verdict.lost() + verdict.altered()).isZero();
    }
  }

  @Test
  void findsOneFlippedBitOfAVector() {
    ConsumerRecord<byte[], byte[]> victim =
        first(
            Topic.FEATURES,
            record -> FeatureAvro.read(record.value(), 0).outcome() == Outcome.SCORED);
    FeatureRecord record = FeatureAvro.read(victim.value(), 0);
    float[] vector = record.vector();
    vector[4] = Float.intBitsToFloat(Float.floatToRawIntBits(vector[4]) ^ 1);
    Verdict verdict = judge(replaced(victim, new FeatureAvro().encode(record)));

    assertThat(verdict.altered()).isOne();
    assertThat(verdict.lost() + verdict.doubled()).isZero();
  }

  @Test
  void findsAnotherProbability() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.PREDICTIONS, any -> true);
    Prediction of = PredictionJson.read(victim.value(), 0);
    Prediction other =
        new Prediction(
            of.id(),
            of.tenant(),
            of.entity(),
            of.scorer(),
            Math.nextUp(of.probability()),
            of.baseRate(),
            of.modelVersion(),
            of.modelDigest(),
            of.insteadOf(),
            of.role(),
            of.specHash(),
            of.listHash(),
            of.sequence(),
            of.ts(),
            of.source(),
            0);
    Verdict verdict = judge(replaced(victim, new PredictionJson().encode(other)));

    assertThat(verdict.altered()).isOne();
    assertThat(verdict.problems()).singleElement().asString().contains("predictions of ");
  }

  @Test
  void findsTwoRecordsSwappedBetweenKeys() {
    ConsumerRecord<byte[], byte[]> one = first(Topic.FEATURES, any -> true);
    ConsumerRecord<byte[], byte[]> other =
        first(Topic.FEATURES, record -> !Arrays.equals(record.key(), one.key()));
    List<ConsumerRecord<byte[], byte[]>> swapped = new ArrayList<>(sound);
    swapped.replaceAll(
        record ->
            record == one
                ? with(one, other.key(), one.value())
                : record == other ? with(other, one.key(), other.value()) : record);

    assertThat(judge(swapped).altered()).isEqualTo(2);
  }

  @Test
  void findsTwoEventsOfACustomerTakenInTheWrongOrder() {
    ConsumerRecord<byte[], byte[]> one = first(Topic.FEATURES, any -> true);
    FeatureRecord first = FeatureAvro.read(one.value(), 0);
    ConsumerRecord<byte[], byte[]> next =
        first(
            Topic.FEATURES,
            record -> {
              FeatureRecord read = FeatureAvro.read(record.value(), 0);
              return read.source().topic().equals(first.source().topic())
                  && read.touched()
                      .equals(
                          List.of(
                              new FeatureRecord.Touch(
                                  first.entity(), first.touched().get(0).sequence() + 1)));
            });
    List<ConsumerRecord<byte[], byte[]>> swapped = new ArrayList<>(sound);
    swapped.replaceAll(record -> record == one ? next : record == next ? one : record);

    assertThat(judge(swapped).overtaken()).isOne();
  }

  @Test
  void findsACutDeadLetterAndAnotherReason() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.DEAD_LETTERS, any -> true);
    byte[] cut = Arrays.copyOf(victim.value(), victim.value().length - 1);
    ConsumerRecord<byte[], byte[]> renamed = with(victim, victim.key(), victim.value());
    renamed.headers().remove(Headers.REASON).add(Headers.REASON, Headers.text("late"));
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound);
    records.replaceAll(record -> record == victim ? renamed : record);

    assertThat(judge(replaced(victim, cut)).altered()).isOne();
    assertThat(judge(records).altered()).isOne();
  }

  @Test
  void findsARecordThatWasNeverCommitted() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.ALERTS, any -> true);
    Verdict verdict = judge(sound, without(victim));

    assertThat(verdict.viewsDiffer()).isOne();
    assertThat(verdict.lost()).isOne();
  }

  @Test
  void acceptsAnAttemptThatWasTakenBackAndWrittenAgain() {
    List<ConsumerRecord<byte[], byte[]>> uncommitted = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : sound) {
      if (record.topic().equals(Topic.FEATURES.baseName()) && record.offset() < 100) {
        uncommitted.add(at(record, record.offset() - 1_000));
      }
    }
    uncommitted.addAll(sound);
    Verdict verdict = judge(uncommitted, sound);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.takenBack()).isEqualTo(100);
  }

  @Test
  void findsAnAttemptThatWasTakenBackAndStandsLast() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.FEATURES, any -> true);
    List<ConsumerRecord<byte[], byte[]>> uncommitted = new ArrayList<>(sound);
    uncommitted.add(at(victim, 1_000_000));
    Verdict verdict = judge(uncommitted, sound);

    assertThat(verdict.viewsDiffer()).isOne();
    assertThat(verdict.lost() + verdict.doubled() + verdict.altered()).isZero();
  }

  @Test
  void findsWhatCannotBeRead() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.FEATURES, any -> true);
    Verdict verdict = judge(replaced(victim, new byte[] {1, 2, 3}));

    assertThat(verdict.unreadable()).isOne();
  }

  @Test
  void holdsOnlyWhatIsUnderWay() {
    try (Oracle oracle = oracle()) {
      inputs.forEach(oracle::input);
      sound.forEach(oracle::uncommitted);
      assertThat(oracle.isComplete()).isFalse();
      sound.forEach(oracle::committed);
      oracle.score(0);

      assertThat(oracle.isComplete()).isTrue();
      assertThat(oracle.settled()).isEqualTo(inputs.size());
      assertThat(oracle.held()).startsWith("0 inputs, 0 outputs, 0 of both views, ");
    }
  }

  private Verdict judge(List<ConsumerRecord<byte[], byte[]>> records) {
    return judge(records, records);
  }

  private Verdict judge(
      List<ConsumerRecord<byte[], byte[]>> uncommitted,
      List<ConsumerRecord<byte[], byte[]>> committed) {
    try (Oracle oracle = oracle()) {
      inputs.forEach(oracle::input);
      uncommitted.forEach(oracle::uncommitted);
      committed.forEach(oracle::committed);
      oracle.score(0);
      return oracle.finish();
    }
  }

  private Oracle oracle() {
    return new Oracle(config, ScoringPipeline.Control.none().models());
  }

  private List<ConsumerRecord<byte[], byte[]>> of(Topic topic) {
    return sound.stream().filter(record -> record.topic().equals(topic.baseName())).toList();
  }

  private ConsumerRecord<byte[], byte[]> first(
      Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    return of(topic).stream().filter(wanted).findFirst().orElseThrow();
  }

  private List<ConsumerRecord<byte[], byte[]>> without(ConsumerRecord<byte[], byte[]> victim) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound);
    assertThat(records.remove(victim)).isTrue();
    return records;
  }

  private List<ConsumerRecord<byte[], byte[]>> replaced(
      ConsumerRecord<byte[], byte[]> victim, byte[] value) {
    return replaced(sound, record -> record == victim, value);
  }

  /** The same records, but for the value of those that are meant. */
  static List<ConsumerRecord<byte[], byte[]>> replaced(
      List<ConsumerRecord<byte[], byte[]>> of,
      Predicate<ConsumerRecord<byte[], byte[]>> meant,
      byte[] value) {
    return of.stream()
        .map(record -> meant.test(record) ? with(record, record.key(), value) : record)
        .toList();
  }

  private static ConsumerRecord<byte[], byte[]> with(
      ConsumerRecord<byte[], byte[]> of, byte[] key, byte[] value) {
    return copy(of, of.offset(), key, value);
  }

  private static ConsumerRecord<byte[], byte[]> at(ConsumerRecord<byte[], byte[]> of, long offset) {
    return copy(of, offset, of.key(), of.value());
  }

  private static ConsumerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> of, long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(
        of.topic(),
        of.partition(),
        offset,
        of.timestamp(),
        of.timestampType(),
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key,
        value,
        new RecordHeaders(of.headers()),
        Optional.empty());
  }
}
