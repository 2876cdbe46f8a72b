package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import io.atomstreams.model.serving.Lease;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.scoring.SavedModels;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ServingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringOperatorTest {

  private static final List<String> SERVED = List.of("orders", "spend", "gap");
  private static final ScoringOperator.Batching BATCHES =
      new ScoringOperator.Batching(4, Duration.ofMillis(5));

  @TempDir private Path models;
  private OneInputStreamOperatorTestHarness<Output, Output> harness;
  private long offset;

  /** Fails with something no contract speaks of once it is told to. */
  private static final class Breakable implements Model {

    private final Model whole;
    private boolean broken;

    Breakable(Model whole) {
      this.whole = whole;
    }

    @Override
    public ModelSignature signature() {
      return whole.signature();
    }

    @Override
    public void score(float[] rows, int rowCount, float[] out) {
      if (broken) {
        throw new IllegalStateException("out of device memory");
      }
      whole.score(rows, rowCount, out);
    }

    @Override
    public void close() {
      whole.close();
    }
  }

  private void start() throws Exception {
    start(new LatestModel("purchase", ServingOptions.of(models.toString()), "linear_30d"));
  }

  private void start(ModelLog log) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ScoringOperator(
                new Scorer.Options("purchase", 0.125f, "spec"),
                ServingOptions.of(models.toString()),
                log,
                BATCHES,
                new FeatureList("l", SERVED.subList(0, 2).stream().map(this::feature).toList()),
                () ->
                    List.of(
                        new FeatureAddition("l|1", 1, List.of(feature(SERVED.get(2))), Map.of()))));
    harness.setup(CodecTypeInformation.output().createSerializer(new SerializerConfigImpl()));
    harness.setProcessingTime(1000);
    harness.open();
  }

  private FeatureSpec feature(String name) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName("count").with(Map.of()),
        Measure.ONE,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(1));
  }

  private ModelManifest saveModel(double intercept) throws IOException {
    return SavedModels.save(models, intercept);
  }

  private FeatureRecord scored(float... vector) {
    return record(Outcome.SCORED, vector);
  }

  private FeatureRecord record(Outcome outcome, float... vector) {
    long at = offset++;
    return new FeatureRecord(
        "acme",
        "e" + at,
        "order_placed",
        5000 + at,
        outcome,
        List.of(new Touch("acme|c" + at % 3, at + 1)),
        6000 + at,
        "hash",
        vector,
        new SourcePosition("sales-events", 2, at),
        9000 + at);
  }

  private void process(Output output) throws Exception {
    harness.processElement(output, 1);
  }

  private List<Output> outputs() {
    return harness.extractOutputValues();
  }

  private List<Prediction> predictions() {
    return outputs().stream()
        .filter(Prediction.class::isInstance)
        .map(Prediction.class::cast)
        .toList();
  }

  @Test
  void aVectorFromBeforeAFeatureJoinedIsScoredAsOneThatLacksIt() throws Exception {
    saveModel(0);
    start();
    process(scored(1, 2));
    process(scored(1, 2, Float.NaN));
    process(scored(1, 2, 7));
    harness.endInput();

    List<Float> scores = predictions().stream().map(Prediction::probability).toList();
    assertThat(scores.get(0)).isEqualTo(scores.get(1)).isNotEqualTo(scores.get(2));
    assertThat(predictions()).noneMatch(p -> p.modelVersion().equals(Prediction.BASE_RATE));
  }

  @Test
  void withoutAModelTheBaseRateIsTheScore() throws Exception {
    start();
    FeatureRecord record = scored(1, 2, 3);
    process(record);
    harness.endInput();

    assertThat(outputs()).startsWith(record).hasSize(2);
    assertThat(predictions())
        .containsExactly(
            new Prediction(
                RecordId.of("prediction", "acme", "purchase\nchampion", record.source()),
                "acme",
                "acme|c0",
                "purchase",
                0.125f,
                0.125f,
                "base_rate",
                "",
                "",
                Prediction.Role.CHAMPION,
                "spec",
                "hash",
                1,
                5000,
                record.source(),
                9000));
    harness.close();
  }

  @Test
  void withAModelEveryScoreIsTheModels() throws Exception {
    saveModel(-1);
    start();
    float[][] vectors = {
      {1, 2, 3}, {0, 0, 0}, {5, 9, Float.NaN}, {Float.NaN, 1, 30}, {100, 2, 0.5f}, {7, 7, 7}
    };
    for (float[] vector : vectors) {
      process(scored(vector));
    }
    harness.endInput();

    StoredModel stored = ModelRegistry.at(models).open(new ModelRef("linear_30d", 1));
    try (Model model =
        Engines.byName("linear")
            .open(
                new ModelRef("linear_30d", 1), stored.manifest().signature(), stored.artifacts())) {
      float[] expected = new float[1];
      assertThat(predictions()).hasSize(vectors.length);
      for (int i = 0; i < vectors.length; i++) {
        model.score(new float[] {vectors[i][2], vectors[i][0]}, 1, expected);
        assertThat(predictions().get(i).probability()).isEqualTo(expected[0]);
        assertThat(predictions().get(i).modelVersion()).isEqualTo("linear_30d@1");
        assertThat(predictions().get(i).baseRate()).isEqualTo(0.25f);
        assertThat(predictions().get(i).source().offset()).isEqualTo(i);
      }
    }
    harness.close();
  }

  @Test
  void whatMattersIsSaidEveryMinuteThatHasNews() throws Exception {
    saveModel(-1);
    start();
    FeatureRecord record = scored(1, 2, 3);
    process(record);
    process(
        new Alert(
            "a",
            "acme",
            "acme|c0",
            "value",
            Alert.Severity.WARNING,
            "much",
            List.of(),
            1,
            record.ts(),
            record.source(),
            9000));

    harness.setProcessingTime(1005);
    harness.setProcessingTime(60_999);
    assertThat(rankings()).isEmpty();
    harness.setProcessingTime(61_000);
    harness.setProcessingTime(181_000);
    harness.endInput();

    Importance told = rankings().get(0);
    assertThat(rankings()).hasSize(1);
    assertThat(told.modelVersion()).isEqualTo("linear_30d@1");
    assertThat(told.explanations()).isEqualTo(1);
    assertThat(told.source()).isEqualTo(record.source());
    assertThat(told.features()).extracting(Importance.Ranked::name).contains("gap", "orders");
    harness.close();
  }

  private List<Importance> rankings() {
    return outputs().stream()
        .filter(Importance.class::isInstance)
        .map(Importance.class::cast)
        .toList();
  }

  @Test
  void theLatestVersionServes() throws Exception {
    saveModel(-1);
    saveModel(1);
    start();
    process(scored(1, 2, 3));
    harness.endInput();

    assertThat(predictions().get(0).modelVersion()).isEqualTo("linear_30d@2");
    harness.close();
  }

  @Test
  void aFullBatchIsScoredAtOnce() throws Exception {
    start();
    for (int i = 0; i < 3; i++) {
      process(scored(1, 2, 3));
    }
    assertThat(predictions()).isEmpty();
    process(scored(1, 2, 3));
    assertThat(predictions()).hasSize(4);
    process(scored(1, 2, 3));
    assertThat(predictions()).hasSize(4);
    harness.close();
  }

  @Test
  void aBatchIsScoredOnceItsOldestHasWaited() throws Exception {
    start();
    process(scored(1, 2, 3));
    harness.setProcessingTime(1004);
    process(scored(1, 2, 3));
    assertThat(predictions()).isEmpty();
    harness.setProcessingTime(1005);
    assertThat(predictions()).hasSize(2);

    process(scored(1, 2, 3));
    harness.setProcessingTime(1009);
    assertThat(predictions()).hasSize(2);
    harness.setProcessingTime(1010);
    assertThat(predictions()).hasSize(3);
    harness.close();
  }

  @Test
  void nobodyWaitsLongerBecauseAnEarlierBatchWasFull() throws Exception {
    start();
    for (int i = 0; i < 4; i++) {
      process(scored(1, 2, 3));
    }
    harness.setProcessingTime(1003);
    process(scored(1, 2, 3));
    harness.setProcessingTime(1008);
    assertThat(predictions()).hasSize(5);
    harness.close();
  }

  @Test
  void theBatchIsEmptyWhenABarrierPasses() throws Exception {
    start();
    process(scored(1, 2, 3));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(predictions()).hasSize(1);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    assertThat(snapshot.getManagedOperatorState().iterator().next().getStateSize())
        .as("one number")
        .isLessThan(200);
    harness.close();
  }

  @Test
  void theBatchIsScoredBeforeAWatermarkGoesOn() throws Exception {
    start();
    FeatureRecord record = scored(1, 2, 3);
    process(record);
    harness.processWatermark(7000);

    assertThat(harness.getOutput()).hasSize(3);
    assertThat(outputs().get(1)).isInstanceOf(Prediction.class);
    assertThat(harness.getOutput().toArray()[2]).isEqualTo(new Watermark(7000));
    harness.close();
  }

  @Test
  void whatIsNotScoredPassesAtOnceAndInOrder() throws Exception {
    start();
    FeatureRecord first = scored(1, 2, 3);
    FeatureRecord updated = record(Outcome.UPDATED);
    FeatureRecord duplicate = record(Outcome.DUPLICATE);
    DeadLetter letter = new DeadLetter("late", "", null, null, first.source(), 1);
    Alert alert =
        new Alert(
            "id",
            "acme",
            "acme|c1",
            "rule",
            Alert.Severity.WARNING,
            "",
            List.of(),
            1,
            1,
            first.source(),
            1);
    for (Output output : List.of(first, updated, duplicate, letter, alert)) {
      process(output);
    }

    assertThat(outputs()).containsExactly(first, updated, duplicate, letter, alert);
    harness.endInput();
    assertThat(outputs()).hasSize(6);
    assertThat(outputs().get(5).source()).isEqualTo(first.source());
    harness.close();
  }

  @Test
  void aFailingModelIsReplacedByItsBaseRateUntilItRecovers() throws Exception {
    ModelManifest manifest = saveModel(-1);
    StoredModel stored = ModelRegistry.at(models).open(manifest.ref());
    Breakable model =
        new Breakable(
            Engines.byName("linear")
                .open(manifest.ref(), manifest.signature(), stored.artifacts()));
    try (Lease lease = SharedModels.ofProcess().lease(manifest.digest(), () -> model)) {
      assertThat(lease.model()).isSameAs(model);
      start();
      model.broken = true;
      process(scored(1, 2, 3));
      harness.setProcessingTime(1005);
      model.broken = false;
      process(scored(1, 2, 3));
      harness.setProcessingTime(1010);

      assertThat(predictions())
          .extracting(Prediction::modelVersion)
          .containsExactly("base_rate", "linear_30d@1");
      assertThat(predictions().get(0).probability()).isEqualTo(0.25f);
      assertThat(predictions().get(1).probability()).isNotEqualTo(0.25f);
      harness.close();
    }
    assertThat(SharedModels.ofProcess().leases(manifest.digest())).isZero();
  }

  @Test
  void aModelThatDoesNotFitLeavesTheBaseRate() throws Exception {
    saveModel(-1);
    Scorer scorer =
        new Scorer(
            new Scorer.Options("purchase", 0.5f, "spec"),
            new WarmModels(ModelRegistry.at(models)),
            () -> List.of("orders", "spend"),
            4,
            () -> 0);
    Timeline timeline =
        LatestModel.first(
                "purchase",
                new ModelRef("linear_30d", 1),
                ModelRegistry.at(models).manifest(new ModelRef("linear_30d", 1)),
                "test")
            .stream()
            .reduce(Timeline.empty("purchase"), Timeline::with, (a, b) -> b);
    List<Prediction> made = new ArrayList<>();

    String failure = scorer.score(timeline, new FeatureRecord[] {scored(1, 2)}, 1, made::add);

    assertThat(failure).contains("missing: gap");
    assertThat(made.get(0).modelVersion()).isEqualTo("base_rate");
    assertThat(made.get(0).insteadOf()).isEqualTo("linear_30d@1");
    assertThat(made.get(0).probability()).isEqualTo(0.5f);
  }

  @Test
  void aPredictionsIdDependsOnItsSourceAndMakerAlone() throws Exception {
    start();
    FeatureRecord record = scored(1, 2, 3);
    process(record);
    harness.endInput();
    harness.close();
    String id = predictions().get(0).id();

    saveModel(-1);
    start();
    process(record);
    process(scored(1, 2, 3));
    harness.endInput();
    assertThat(predictions().get(0).id()).isEqualTo(id).hasSize(32);
    assertThat(predictions().get(1).id()).isNotEqualTo(id);
    harness.close();
  }

  @Test
  void impossibleBatchesAreRefusedNamingValueAndRule() {
    assertThatThrownBy(() -> new ScoringOperator.Batching(1, Duration.ZERO))
        .hasMessage("maxRows is 1, must be 2 to 4096");
    assertThatThrownBy(() -> new ScoringOperator.Batching(2, Duration.ofMillis(1001)))
        .hasMessage("maxWait is PT1.001S, must be 0 to 1s");
    assertThatThrownBy(() -> new Scorer.Options("s", Float.NaN, ""))
        .hasMessage("baseRate is NaN, must be 0 to 1");
  }
}
