package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ScoringKillTest} checks a run with finds each defect it is there for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedDefectTest {

  private ScoringConfig config;
  private RecordedRun sound;

  @BeforeAll
  void record(@TempDir Path directory) {
    config = TestSettings.in(directory);
    sound = OfflineRun.record(SimulatedIntakes.of(7, 3_000, config), config);
  }

  @Test
  void findsNothingWrongWithASoundRun() {
    assertThat(problems(sound)).isEmpty();
    assertThat(sound.takenBack()).isZero();
    var account = RunCheck.accounting(sound, "");
    assertThat(account.in()).isEqualTo(3_000);
    assertThat(account.scored()).isPositive();
    assertThat(account.updatedOnly()).isPositive();
    assertThat(account.duplicates()).isPositive();
    assertThat(account.late()).isPositive();
    assertThat(account.alerts()).isPositive();
    assertThat(account.deadLetters()).hasSizeGreaterThan(4);
  }

  @Test
  void findsADroppedRecord() {
    ConsumerRecord<byte[], byte[]> victim = feature(Outcome.UPDATED);
    List<String> problems = problems(without(victim));

    assertThat(problems).anyMatch(text -> text.startsWith("the account is not exact"));
    assertThat(problems).contains(source(victim) + " has no outcome: lost");
    // its successors are numbered as if it were there
    assertThat(problems).anyMatch(text -> text.contains("the replay counts"));
  }

  @Test
  void findsADroppedDeadLetter() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.DEAD_LETTERS, letter -> !isLate(letter));

    assertThat(problems(without(victim)))
        .anyMatch(text -> text.endsWith(" and not in the dead letters"))
        .anyMatch(text -> text.endsWith(" has no outcome: lost"));
  }

  @Test
  void findsADoubledRecord() {
    ConsumerRecord<byte[], byte[]> twice = feature(Outcome.UPDATED);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound.committed());
    records.add(twice);

    assertThat(problems(seen(records)))
        .contains(source(twice) + " has more than one outcome or prediction: doubled");
  }

  @Test
  void findsADoubledAlert() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound.committed());
    records.add(first(Topic.ALERTS, alert -> true));

    assertThat(problems(seen(records))).anyMatch(text -> text.endsWith("is there more than once"));
  }

  @Test
  void findsOneFlippedBitOfAVector() {
    ConsumerRecord<byte[], byte[]> victim = feature(Outcome.SCORED);
    RecordedRun flipped =
        with(
            victim,
            record -> {
              float[] vector = record.vector().clone();
              vector[4] = Float.intBitsToFloat(Float.floatToRawIntBits(vector[4]) ^ 1);
              return copy(record, record.touched(), vector);
            });
    String name = config.features().names().get(4);

    assertThat(problems(flipped))
        .anyMatch(text -> text.startsWith("the vector of " + source(victim) + " has " + name));
  }

  @Test
  void findsASequenceThatIsGivenTwice() {
    ConsumerRecord<byte[], byte[]> victim =
        first(
            Topic.FEATURES,
            record -> {
              FeatureRecord logged = FeatureAvro.read(record.value(), 0);
              return logged.outcome() == Outcome.UPDATED
                  && !logged.touched().isEmpty()
                  && logged.touched().get(0).sequence() > 1;
            });
    RecordedRun renumbered =
        with(
            victim,
            record -> {
              Touch touch = record.touched().get(0);
              Touch before = new Touch(touch.entity(), touch.sequence() - 1);
              return copy(record, List.of(before), record.vector());
            });

    assertThat(problems(renumbered))
        .anyMatch(
            text -> text.startsWith(source(victim) + " has sequence") && text.contains("counts"));
  }

  @Test
  void findsAMissingPrediction() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.PREDICTIONS, prediction -> true);
    Prediction prediction = PredictionJson.read(victim.value(), 0);

    assertThat(problems(without(victim)))
        .contains(prediction.source() + " was scored and has no prediction")
        .anyMatch(text -> text.startsWith(prediction.source() + " has no prediction; the replay"));
  }

  @Test
  void findsAPredictionOfAnotherVector() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.PREDICTIONS, prediction -> true);
    Prediction of = PredictionJson.read(victim.value(), 0);
    RecordedRun swapped = replaced(victim, withAnotherScore(victim));

    assertThat(problems(swapped))
        .singleElement()
        .asString()
        .startsWith("the prediction of " + of.source() + " is {");
  }

  @Test
  void findsAMissingAlert() {
    assertThat(problems(without(first(Topic.ALERTS, alert -> true))))
        .singleElement()
        .asString()
        .contains(" has no alert; the replay gives {");
  }

  @Test
  void findsACutDeadLetter() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.DEAD_LETTERS, letter -> true);
    byte[] cut = Arrays.copyOf(victim.value(), victim.value().length - 1);

    assertThat(problems(replaced(victim, cut)))
        .containsExactly(
            Headers.source(victim.headers()) + " is not in the dead letters byte for byte");
  }

  @Test
  void findsARecordThatWasNeverCommitted() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.ALERTS, alert -> true);
    RecordedRun open =
        new RecordedRun(sound.inputs(), without(victim).committed(), sound.uncommitted());

    assertThat(problems(open)).anyMatch(text -> text.endsWith("uncommitted and never committed"));
  }

  @Test
  void findsAnUncommittedViewThatEndsWithAnOldRecord() {
    ConsumerRecord<byte[], byte[]> victim = first(Topic.PREDICTIONS, prediction -> true);
    List<ConsumerRecord<byte[], byte[]>> stale = new ArrayList<>(sound.committed());
    stale.add(withValue(victim, withAnotherScore(victim)));

    assertThat(problems(new RecordedRun(sound.inputs(), sound.committed(), stale)))
        .singleElement()
        .asString()
        .endsWith(" is not what an uncommitted reader saw last");
  }

  private List<String> problems(RecordedRun run) {
    return RunCheck.problems(run, config);
  }

  private ConsumerRecord<byte[], byte[]> first(
      Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    return sound.committed().stream()
        .filter(record -> record.topic().equals(topic.baseName()))
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private ConsumerRecord<byte[], byte[]> feature(Outcome outcome) {
    return first(
        Topic.FEATURES,
        record -> {
          FeatureRecord logged = FeatureAvro.read(record.value(), 0);
          return logged.outcome() == outcome && !logged.touched().isEmpty();
        });
  }

  private static boolean isLate(ConsumerRecord<byte[], byte[]> letter) {
    return Headers.text(letter.headers(), Headers.REASON).equals("late");
  }

  private static String source(ConsumerRecord<byte[], byte[]> feature) {
    return FeatureAvro.read(feature.value(), 0).source().toString();
  }

  private RecordedRun seen(List<ConsumerRecord<byte[], byte[]>> records) {
    return new RecordedRun(sound.inputs(), records, records);
  }

  private RecordedRun without(ConsumerRecord<byte[], byte[]> victim) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound.committed());
    assertThat(records.remove(victim)).isTrue();
    return seen(records);
  }

  private RecordedRun with(
      ConsumerRecord<byte[], byte[]> victim, UnaryOperator<FeatureRecord> change) {
    FeatureRecord changed = change.apply(FeatureAvro.read(victim.value(), 0));
    return replaced(victim, new FeatureAvro().encode(changed));
  }

  private RecordedRun replaced(ConsumerRecord<byte[], byte[]> victim, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(sound.committed());
    records.replaceAll(record -> record == victim ? withValue(victim, value) : record);
    return seen(records);
  }

  private static ConsumerRecord<byte[], byte[]> withValue(
      ConsumerRecord<byte[], byte[]> of, byte[] value) {
    return new ConsumerRecord<>(
        of.topic(),
        of.partition(),
        of.offset(),
        of.timestamp(),
        of.timestampType(),
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        of.key(),
        value,
        new RecordHeaders(of.headers()),
        Optional.empty());
  }

  private static byte[] withAnotherScore(ConsumerRecord<byte[], byte[]> prediction) {
    Prediction of = PredictionJson.read(prediction.value(), 0);
    return new PredictionJson()
        .encode(
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
                0));
  }

  private static FeatureRecord copy(FeatureRecord of, List<Touch> touched, float[] vector) {
    return new FeatureRecord(
        of.tenant(),
        of.eventId(),
        of.type(),
        of.ts(),
        of.outcome(),
        touched,
        of.asOf(),
        of.listHash(),
        vector,
        of.source(),
        0);
  }
}
