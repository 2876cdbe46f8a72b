package io.atomstreams.pipelines.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.scoring.TestSettings;
import io.atomstreams.pipelines.tracking.PositionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of difference is found, counted and named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationTest {

  private ScoringConfig config;
  private List<Output> recorded;

  @BeforeAll
  void record(@TempDir Path directory) {
    config = TestSettings.in(directory);
    recorded = OfflineRun.outputs(SimulatedIntakes.of(7, 3_000, config).all(), config);
  }

  @Test
  void findsNothingWhereEverythingIsTheSame() {
    Comparison comparison = compare(recorded);

    assertThat(comparison.isSame()).isTrue();
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.fields()).isEmpty();
    assertThat(comparison.vectors()).isEqualTo(count(VerificationTest::isScored));
    assertThat(comparison.topics().values()).allMatch(counts -> counts.same() > 0);
  }

  @Test
  void isNotContentWithNothing() {
    Verification verification = verification(new ArrayList<>());
    assertThat(verification.finish().isSame()).isFalse();
  }

  @Test
  void namesTheFeatureOfOneFlippedBit() {
    FeatureRecord victim = feature(VerificationTest::isScored, 5);
    float[] vector = victim.vector().clone();
    vector[4] = Float.intBitsToFloat(Float.floatToRawIntBits(vector[4]) ^ 1);
    String name = config.features().names().get(4);

    Comparison comparison = compare(with(victim, copy(victim, victim.outcome(), 0, vector)));

    assertThat(comparison.isSame()).isFalse();
    assertThat(comparison.topics().get("features").different()).isEqualTo(1);
    assertThat(comparison.fields()).containsExactly(Map.entry(name, 1L));
    assertThat(comparison.first().orElseThrow().toString())
        .isEqualTo(
            "features of %s, order_placed %s of %s #%d: %s is recorded as %s, replayed as %s"
                .formatted(
                    victim.source(),
                    victim.eventId(),
                    victim.entity(),
                    victim.touched().get(0).sequence(),
                    name,
                    victim.vector()[4],
                    vector[4]));
  }

  @Test
  void tellsNegativeZeroFromZero() {
    int returned = config.features().names().indexOf("returned_90d");
    FeatureRecord victim = feature(record -> isScored(record) && record.vector()[returned] == 0, 0);
    float[] vector = victim.vector().clone();
    vector[returned] = -0.0f;

    Comparison comparison = compare(with(victim, copy(victim, victim.outcome(), 0, vector)));

    assertThat(comparison.first().orElseThrow().recorded()).isEqualTo("0.0");
    assertThat(comparison.first().orElseThrow().replayed()).isEqualTo("-0.0");
  }

  @Test
  void findsAnotherSequenceAndAnotherOutcome() {
    FeatureRecord victim =
        feature(record -> record.outcome() == Outcome.UPDATED && !record.touched().isEmpty(), 9);

    Comparison later = compare(with(victim, copy(victim, Outcome.UPDATED, 1, victim.vector())));
    assertThat(later.fields()).containsExactly(Map.entry("touched", 1L));
    assertThat(later.first().orElseThrow().source()).isEqualTo(victim.source());

    Comparison repeated =
        compare(with(victim, copy(victim, Outcome.DUPLICATE, 0, victim.vector())));
    assertThat(repeated.fields()).containsExactly(Map.entry("outcome", 1L));
    assertThat(repeated.first().orElseThrow().replayed()).isEqualTo("duplicate");
  }

  @Test
  void findsAnEventThatWasRepairedByAnotherRule() {
    FeatureRecord victim = feature(VerificationTest::isScored, 5);

    Comparison comparison = compare(with(victim, repaired(victim, "qty_bound")));

    assertThat(comparison.fields()).containsExactly(Map.entry("repaired", 1L));
    assertThat(comparison.first().orElseThrow().recorded()).isEqualTo("[]");
    assertThat(comparison.first().orElseThrow().replayed()).isEqualTo("[qty_bound]");
  }

  @Test
  void findsALateEventThatWasAccepted() {
    FeatureRecord victim =
        feature(record -> record.outcome() == Outcome.UPDATED && !record.touched().isEmpty(), 9);
    DeadLetter late =
        new DeadLetter("late", "ts is 7 ms behind", null, new byte[1], victim.source(), 0);

    Comparison comparison = compare(with(victim, late));

    assertThat(comparison.topics().get("dead-letters").different()).isEqualTo(1);
    assertThat(comparison.topics().get("features").missing()).isZero();
    assertThat(comparison.first().orElseThrow().recorded()).isEqualTo("updated");
    assertThat(comparison.first().orElseThrow().replayed())
        .isEqualTo("dead letter (late: ts is 7 ms behind)");
  }

  @Test
  void findsWhatIsMissingAndWhatIsAdded() {
    FeatureRecord victim = feature(VerificationTest::isScored, 3);
    List<Output> without = new ArrayList<>(recorded);
    without.remove(victim);

    Comparison missing = compare(without);
    assertThat(missing.topics().get("features"))
        .isEqualTo(new Comparison.Counts(count(FeatureRecord.class::isInstance) - 1, 0, 1, 0));
    assertThat(missing.first().orElseThrow().replayed()).isEqualTo("none");

    Verification verification = verification(without);
    recorded.forEach(verification::accept);
    Comparison added = verification.finish();
    assertThat(added.topics().get("features").added()).isEqualTo(1);
    assertThat(added.first().orElseThrow().recorded()).isEqualTo("none");
    assertThat(added.first().orElseThrow().source()).isEqualTo(victim.source());
  }

  @Test
  void comparesPredictionsOfTheSameModelOnly() {
    Prediction victim = (Prediction) first(Prediction.class::isInstance, 4);

    Comparison comparison =
        compare(with(victim, scored(victim, victim.modelVersion(), victim.probability() / 2)));
    assertThat(comparison.topics().get("predictions").different()).isEqualTo(1);
    assertThat(comparison.first().orElseThrow().topic()).isEqualTo("predictions");

    Comparison other = compare(with(victim, scored(victim, "purchase_30d@2", 0.5f)));
    assertThat(other.isSame()).isTrue();
    assertThat(other.otherModels()).isEqualTo(1);
  }

  @Test
  void findsAMissingAlertAndAnotherReason() {
    List<Output> without = new ArrayList<>(recorded);
    without.remove(first(Alert.class::isInstance, 0));
    assertThat(compare(without).topics().get("alerts").missing()).isEqualTo(1);

    DeadLetter letter = (DeadLetter) first(DeadLetter.class::isInstance, 0);
    DeadLetter changed =
        new DeadLetter("not_json", "else", letter.key(), letter.raw(), letter.source(), 0);
    assertThat(compare(with(letter, changed)).first().orElseThrow().replayed())
        .isEqualTo("dead letter (not_json: else)");
  }

  /** What follows from a difference differs too; its cause is the earliest of its entity. */
  @Test
  void namesTheEarliestDifference() {
    List<Output> changed = new ArrayList<>();
    FeatureRecord victim = feature(VerificationTest::isScored, 6);
    for (Output output : recorded) {
      changed.add(
          output instanceof FeatureRecord record
                  && victim.entity().equals(record.entity())
                  && record.asOf() >= victim.asOf()
              ? copy(record, record.outcome(), 1, record.vector())
              : output);
    }
    Collections.reverse(changed);

    Comparison comparison = compare(changed);

    assertThat(comparison.topics().get("features").different()).isGreaterThan(1);
    assertThat(comparison.first().orElseThrow().at()).isEqualTo(victim.asOf());
  }

  @Test
  void whatOtherEntitiesSaidIsCountedAndNotHeldToTheRecord(@TempDir Path directory)
      throws IOException {
    String ofCustomer = "{name: returned_90d, aggregate: sum,";
    String shipped = Files.readString(Path.of("..", "flink-conf", "pipelines", "scoring.yaml"));
    Path changed = directory.resolve("changed.yaml");
    Files.writeString(
        changed, shipped.replace(ofCustomer, ofCustomer.replace("sum,", "sum, entity: product,")));
    FeatureList features = ScoringConfig.read(changed).features();
    FeatureRecord victim = feature(VerificationTest::isScored, 3);
    FeatureRecord logged = asking(victim, 4);
    Prediction prediction = (Prediction) first(o -> o instanceof Prediction, 0);
    float[] others = victim.vector().clone();
    others[features.names().indexOf("returned_90d")] = 17;
    others[features.names().indexOf("return_rate_90d")] = Float.NaN;
    float[] customers = others.clone();
    customers[0]++;

    Comparison same = compare(features, logged, asking(copy(victim, Outcome.SCORED, 0, others), 9));
    assertThat(same.isSame()).isTrue();
    assertThat(same.notFollowed()).isEqualTo(1);
    assertThat(same.topics().get("features").different()).isZero();
    Comparison other =
        compare(features, logged, asking(copy(victim, Outcome.SCORED, 0, customers), 9));
    assertThat(other.fields()).containsExactly(Map.entry(features.names().get(0), 1L));

    Verification verification = verification(recorded, features);
    with(prediction, scoring(prediction, 0.123f)).forEach(verification::accept);
    Comparison scores = verification.finish();
    assertThat(scores.isSame()).isTrue();
    assertThat(scores.notFollowed()).isEqualTo(1);
  }

  private static FeatureRecord asking(FeatureRecord record, long sequence) {
    List<FeatureRecord.Touch> touched = new ArrayList<>(record.touched());
    touched.add(new FeatureRecord.Touch("product/demo|sku", sequence));
    return record.touching(touched, record.ready());
  }

  private static Prediction scoring(Prediction p, float probability) {
    return new Prediction(
        p.id(),
        p.tenant(),
        p.entity(),
        p.scorer(),
        probability,
        p.baseRate(),
        p.modelVersion(),
        p.modelDigest(),
        p.insteadOf(),
        p.role(),
        p.specHash(),
        p.listHash(),
        p.sequence(),
        p.ts(),
        p.source(),
        p.readAtMicros());
  }

  private Comparison compare(FeatureList features, FeatureRecord logged, FeatureRecord replayed) {
    Output victim =
        first(o -> o instanceof FeatureRecord r && r.source().equals(logged.source()), 0);
    Verification verification = verification(with(victim, logged), features);
    with(victim, replayed).forEach(verification::accept);
    return verification.finish();
  }

  private Comparison compare(List<Output> replayed) {
    Verification verification = verification(recorded);
    replayed.forEach(verification::accept);
    return verification.finish();
  }

  private Verification verification(List<Output> logged) {
    return verification(logged, config.features());
  }

  private Verification verification(List<Output> logged, FeatureList features) {
    Recording recording = new Recording("");
    OfflineRun.consumed(logged, "").forEach(recording::add);
    Map<TopicPartition, Long> beginning = new HashMap<>();
    recorded.forEach(
        output ->
            beginning.put(
                new TopicPartition(output.source().topic(), output.source().partition()), 0L));
    PositionSet all = new PositionSet(beginning);
    recorded.forEach(output -> all.add(output.source()));
    return new Verification("", recording, all, features);
  }

  private static boolean isScored(Output output) {
    return output instanceof FeatureRecord record && record.scored();
  }

  private long count(Predicate<Output> wanted) {
    return recorded.stream().filter(wanted).count();
  }

  private Output first(Predicate<Output> wanted, int skipped) {
    return recorded.stream().filter(wanted).skip(skipped).findFirst().orElseThrow();
  }

  private FeatureRecord feature(Predicate<FeatureRecord> wanted, int skipped) {
    return (FeatureRecord)
        first(output -> output instanceof FeatureRecord record && wanted.test(record), skipped);
  }

  private List<Output> with(Output victim, Output instead) {
    List<Output> outputs = new ArrayList<>(recorded);
    UnaryOperator<Output> change = output -> output == victim ? instead : output;
    outputs.replaceAll(change);
    return outputs;
  }

  private static FeatureRecord repaired(FeatureRecord of, String rule) {
    return new FeatureRecord(
        of.tenant(),
        of.eventId(),
        of.type(),
        of.ts(),
        of.outcome(),
        of.touched(),
        of.asOf(),
        of.listHash(),
        of.vector(),
        of.source(),
        List.of(rule),
        0);
  }

  private static FeatureRecord copy(FeatureRecord of, Outcome outcome, int more, float[] vector) {
    List<Touch> touched =
        of.touched().stream()
            .map(touch -> new Touch(touch.entity(), touch.sequence() + more))
            .toList();
    SourcePosition source = of.source();
    return new FeatureRecord(
        of.tenant(),
        of.eventId(),
        of.type(),
        of.ts(),
        outcome,
        touched,
        of.asOf(),
        of.listHash(),
        vector,
        source,
        0);
  }

  private static Prediction scored(Prediction of, String model, float probability) {
    return new Prediction(
        of.id(),
        of.tenant(),
        of.entity(),
        of.scorer(),
        probability,
        of.baseRate(),
        model,
        of.modelDigest(),
        of.insteadOf(),
        of.role(),
        of.specHash(),
        of.listHash(),
        of.sequence(),
        of.ts(),
        of.source(),
        0);
  }
}
