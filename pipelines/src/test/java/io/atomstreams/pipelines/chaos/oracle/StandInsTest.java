package io.atomstreams.pipelines.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.flink.LatestModel;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.chaos.fault.UnusableVersion;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import io.atomstreams.pipelines.scoring.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A canary that gives no probability for many rows: the champion's answers in its place are right,
 * and nothing that only looks like them is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInsTest {

  private static final String CHAMPION = "purchase_30d@1";
  private static final String CANARY = "purchase_30d@2";

  private ScoringConfig config;
  private ModelLog log;
  private List<Intake> inputs;
  private List<ConsumerRecord<byte[], byte[]>> sound;

  @BeforeAll
  void record(@TempDir Path directory) {
    config = TestSettings.in(directory);
    ModelManifest canary = UnusableVersion.register(config);
    log = ModelLog.recorded(entries(canary));
    inputs = SimulatedIntakes.of(7, 3_000, config).all();
    sound = OfflineRun.consumed(OfflineRun.outputs(inputs, config, log), "");
  }

  private List<RolloutEntry> entries(ModelManifest canary) {
    String scorer = config.scorer().id();
    ModelRegistry registry = ModelStores.open(config.scorer().serving());
    ModelManifest champion = registry.manifest(ModelRef.parse(CHAMPION));
    List<RolloutEntry> entries =
        new ArrayList<>(LatestModel.first(scorer, champion.ref(), champion, "test"));
    entries.add(new Noted(canary.ref(), canary.digest(), Stage.VERIFIED, "test", 0));
    entries.add(request(2, Move.SHADOW, canary, null));
    entries.add(new Activation(scorer, 2, 0, List.of(), 0));
    entries.add(request(3, Move.CANARY, canary, new Ramp(List.of(50), 1)));
    entries.add(new Activation(scorer, 3, 0, List.of(), 0));
    return entries;
  }

  private Request request(int number, Move move, ModelManifest of, Ramp ramp) {
    return new Request(
        config.scorer().id(), number, "id", move, of.ref(), of.digest(), ramp, "test", "", 0);
  }

  @Test
  void theChampionAnswersForACanaryThatGivesNoProbability() {
    Verdict verdict = judge(sound);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.exact()).isTrue();
    assertThat(predictions()).anyMatch(of(Role.CHAMPION, CHAMPION, ""));
    assertThat(predictions()).anyMatch(of(Role.CANARY, CANARY, ""));
    assertThat(verdict.stoodIn())
        .isPositive()
        .isEqualTo(predictions().stream().filter(of(Role.CANARY, CHAMPION, CANARY)).count());
  }

  @Test
  void acceptsTheBaseRateAndTheChampionWhereTheAssignedModelIsLacking() {
    long before = judge(sound).stoodIn();
    Prediction ofChampion = first(of(Role.CHAMPION, CHAMPION, ""));

    for (float rate : new float[] {config.scorer().options().baseRate(), ofChampion.baseRate()}) {
      Verdict verdict = judge(replaced(ofChampion, said(rate, rate, "base_rate", "", CHAMPION)));
      assertThat(verdict.problems()).isEmpty();
      assertThat(verdict.stoodIn()).isEqualTo(before + 1);
    }
  }

  @Test
  void findsAStandInWithAnotherProbability() {
    Prediction of = first(of(Role.CANARY, CHAMPION, CANARY));

    requireAltered(
        of, said(Math.nextUp(of.probability()), of.baseRate(), CHAMPION, of.modelDigest(), CANARY));
  }

  @Test
  void findsAStandInThatDoesNotSayThatItIsOne() {
    Prediction of = first(of(Role.CANARY, CHAMPION, CANARY));

    requireAltered(of, said(of.probability(), of.baseRate(), CHAMPION, of.modelDigest(), ""));
  }

  @Test
  void findsAnAnswerOfTheCanaryWhereItHasNone() {
    Prediction of = first(of(Role.CANARY, CHAMPION, CANARY));
    Prediction ofCanary = first(of(Role.CANARY, CANARY, ""));

    requireAltered(of, said(1, ofCanary.baseRate(), CANARY, ofCanary.modelDigest(), ""));
  }

  @Test
  void findsAStandInThatNobodyIs() {
    Prediction of = first(of(Role.CHAMPION, CHAMPION, ""));
    Prediction ofCanary = first(of(Role.CANARY, CANARY, ""));

    // a canary stands in for nobody
    requireAltered(of, said(0.5f, ofCanary.baseRate(), CANARY, ofCanary.modelDigest(), CHAMPION));
    requireAltered(of, said(0.5f, 0.5f, "purchase_30d@9", "0123456789abcdef", CHAMPION));
  }

  @Test
  void findsABaseRateThatIsNone() {
    Prediction of = first(of(Role.CHAMPION, CHAMPION, ""));

    requireAltered(of, said(0.3f, 0.3f, "base_rate", "", CHAMPION));
    requireAltered(of, said(0.3f, of.baseRate(), "base_rate", "", CHAMPION));
  }

  private void requireAltered(Prediction of, UnaryOperator<Prediction> change) {
    Verdict verdict = judge(replaced(of, change));

    assertThat(verdict.altered()).isOne();
    assertThat(verdict.lost() + verdict.doubled()).isZero();
    assertThat(verdict.exact()).isFalse();
  }

  private static Predicate<Prediction> of(Role role, String version, String insteadOf) {
    return prediction ->
        prediction.role() == role
            && prediction.modelVersion().equals(version)
            && prediction.insteadOf().equals(insteadOf);
  }

  private List<Prediction> predictions() {
    return sound.stream()
        .filter(record -> record.topic().equals(Topic.PREDICTIONS.baseName()))
        .map(record -> PredictionJson.read(record.value(), 0))
        .toList();
  }

  private Prediction first(Predicate<Prediction> wanted) {
    return predictions().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** The same prediction by another. */
  private static UnaryOperator<Prediction> said(
      float probability, float baseRate, String version, String digest, String insteadOf) {
    return of ->
        new Prediction(
            of.id(),
            of.tenant(),
            of.entity(),
            of.scorer(),
            probability,
            baseRate,
            version,
            digest,
            insteadOf,
            of.role(),
            of.specHash(),
            of.listHash(),
            of.sequence(),
            of.ts(),
            of.source(),
            0);
  }

  private List<ConsumerRecord<byte[], byte[]>> replaced(
      Prediction victim, UnaryOperator<Prediction> change) {
    byte[] value = new PredictionJson().encode(change.apply(victim));
    return OracleTest.replaced(
        sound,
        record ->
            record.topic().equals(Topic.PREDICTIONS.baseName())
                && PredictionJson.read(record.value(), 0).equals(victim),
        value);
  }

  private Verdict judge(List<ConsumerRecord<byte[], byte[]>> records) {
    try (Oracle oracle = new Oracle(config, scorer -> log)) {
      inputs.stream().map(OracleTest::input).forEach(oracle::input);
      records.forEach(oracle::uncommitted);
      records.forEach(oracle::committed);
      oracle.score(0);
      return oracle.finish();
    }
  }
}
