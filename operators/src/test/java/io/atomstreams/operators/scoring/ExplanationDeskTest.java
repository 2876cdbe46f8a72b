package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Explanation.Cause;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.LatestModel;
import io.atomstreams.operators.rollout.MemoryLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationDeskTest {

  private static final List<String> SERVED = List.of("orders", "spend", "gap");
  private static final int SIZE = 6;

  @TempDir Path models;
  private final List<Output> out = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final FeatureRankings rankings = new FeatureRankings("purchase", 1);
  private final Brownout brownout = new Brownout(new Brownout.Options(Duration.ofMillis(1)));
  private WarmModels warm;
  private ServedModel one;
  private ServedModel two;
  private int shed;

  private final ScoringDesk.Account account =
      new ScoringDesk.Account() {
        @Override
        public void shed(Brownout.Shed unit, int count) {
          assertThat(unit).isEqualTo(Brownout.Shed.EXPLANATIONS);
          shed += count;
        }

        @Override
        public void failed(String why) {
          failures.add(why);
        }
      };

  @BeforeEach
  void twoVersionsAreReady() throws Exception {
    SavedModels.save(models, -1);
    SavedModels.save(models, 1);
    warm = new WarmModels(ModelRegistry.at(models), new SharedModels());
    one = warm.warm(new ModelRef("linear_30d", 1), SERVED);
    two = warm.warm(new ModelRef("linear_30d", 2), SERVED);
  }

  @AfterEach
  void nothingWentWrong() {
    warm.close();
    assertThat(failures).isEmpty();
  }

  private ExplanationDesk desk(double sample, int most) {
    Explanations.Options options = new Explanations.Options(sample, true, 1, most);
    return new ExplanationDesk(options, rankings, brownout, account, SIZE);
  }

  private static FeatureRecord record(int i) {
    return new FeatureRecord(
        "acme",
        "e" + i,
        "order_placed",
        5000 + i,
        Outcome.SCORED,
        List.of(new Touch("acme|c" + i, 1)),
        5000 + i,
        "hash",
        new float[] {i, 2 * i, i % 2 == 0 ? 3 - i : Float.NaN},
        new SourcePosition("sales-events", 0, i),
        7);
  }

  private static Prediction prediction(FeatureRecord record, ServedModel model, float score) {
    return new Prediction(
        "%032x".formatted(record.source().offset()),
        "acme",
        record.touched().get(0).entity(),
        "purchase",
        score,
        0.25f,
        model.versionText(),
        model.digest(),
        "",
        Prediction.Role.CHAMPION,
        "spec",
        "hash",
        1,
        record.ts(),
        record.source(),
        7);
  }

  private static Alert alert(int i) {
    FeatureRecord record = record(i);
    return new Alert(
        "a" + i,
        "acme",
        "acme|c" + i,
        "value",
        Alert.Severity.WARNING,
        "much",
        List.of(),
        1,
        record.ts(),
        record.source(),
        7);
  }

  /** Versions take turns. */
  private void explain(ExplanationDesk desk) {
    FeatureRecord[] batch = new FeatureRecord[SIZE];
    Prediction[] predictions = new Prediction[SIZE];
    ServedModel[] servedBy = new ServedModel[SIZE];
    float[] row = new float[2];
    float[] score = new float[1];
    for (int i = 0; i < SIZE; i++) {
      batch[i] = record(i);
      servedBy[i] = i % 2 == 0 ? one : two;
      servedBy[i].project(batch[i].vector(), 0, row, 0);
      servedBy[i].score(row, 1, score);
      predictions[i] = prediction(batch[i], servedBy[i], score[0]);
    }
    desk.explain(batch, SIZE, predictions, servedBy, out::add);
  }

  private List<Explanation> made() {
    return out.stream().map(Explanation.class::cast).toList();
  }

  private List<Long> offsets() {
    return made().stream().map(explanation -> explanation.source().offset()).toList();
  }

  @Test
  void explainsModelByModelWhateverTheirTurns() {
    explain(desk(1, SIZE));

    assertThat(offsets()).containsExactly(0L, 2L, 4L, 1L, 3L, 5L);
    for (Explanation explanation : made()) {
      double sum = explanation.base();
      for (double contribution : explanation.contributions()) {
        sum += contribution;
      }
      assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(explanation.probability(), within(1e-6));
      assertThat(explanation.cause()).isEqualTo(Cause.SAMPLE);
      assertThat(explanation.features()).containsExactly("gap", "orders");
    }
    assertThat(shed).isZero();
  }

  @Test
  void alertsComeFirstWhereTheBudgetIsSmallAndTheRestIsCounted() {
    ExplanationDesk desk = desk(1, 2);
    desk.alerted(alert(4), out::add);
    desk.alerted(alert(9), out::add);

    explain(desk);

    assertThat(offsets()).containsExactly(4L, 0L);
    assertThat(made().get(0).cause()).isEqualTo(Cause.ALERT);
    assertThat(shed).isEqualTo(4);
    desk.alerted(alert(5), out::add);
    assertThat(made()).as("nothing is left of the batch's budget").hasSize(2);
    assertThat(shed).isEqualTo(5);
  }

  @Test
  void anAlertBehindItsPredictionIsExplainedFromWhatWasKept() {
    ExplanationDesk desk = desk(0, 2);
    explain(desk);
    assertThat(out).isEmpty();

    desk.alerted(alert(5), out::add);

    assertThat(offsets()).containsExactly(5L);
    assertThat(made().get(0).cause()).isEqualTo(Cause.ALERT);
  }

  @Test
  void nothingIsExplainedUnderLoad() {
    for (int i = 0; i < 200; i++) {
      brownout.waited(2_500);
    }
    explain(desk(1, SIZE));

    assertThat(out).isEmpty();
    assertThat(shed).isEqualTo(SIZE);
  }

  @Test
  void everyExplanationCountsInTheRankingOfItsVersion() {
    explain(desk(1, 5));

    List<Importance> news = rankings.news();

    assertThat(news).extracting(Importance::modelVersion).contains("linear_30d@1", "linear_30d@2");
    assertThat(news).extracting(Importance::explanations).containsExactlyInAnyOrder(3L, 2L);
    Importance first = news.get(0);
    assertThat(first.subtask()).isEqualTo(1);
    assertThat(first.link()).isEqualTo("logit");
    assertThat(first.asOf()).isEqualTo(first.source().offset() + 5000);
    assertThat(first.features().stream().mapToDouble(Importance.Ranked::share).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(first.features().get(0).importance())
        .isGreaterThanOrEqualTo(first.features().get(1).importance());
    assertThat(rankings.news()).as("what was said is no news").isEmpty();
  }

  @Test
  void predictionsLeaveBeforeAnythingIsSaidOfThem() throws Exception {
    MemoryLog log = new MemoryLog();
    LatestModel.first("purchase", one.ref(), one.manifest(), "test").forEach(log::add);
    ServingOptions serving =
        new ServingOptions(
            models.toString(),
            Trust.ANYBODY,
            Duration.ofSeconds(1),
            Guardrails.DEFAULT,
            new Explanations.Options(1, true, 1, SIZE),
            new Brownout.Options(Duration.ZERO));
    try (RolloutMember member =
        new RolloutMember(
            "purchase",
            new RolloutMember.Place(0, 1),
            log,
            warm,
            () -> SERVED,
            Long.MIN_VALUE,
            1000,
            () -> 5,
            Runnable::run)) {
      Scorer scorer =
          new Scorer(
              new Scorer.Options("purchase", 0.5f, "spec"), warm, () -> SERVED, SIZE, () -> 0);
      ScoringDesk desk = new ScoringDesk("purchase", scorer, member, serving, SIZE, account);
      FeatureRecord[] batch = new FeatureRecord[SIZE];
      for (int i = 0; i < SIZE; i++) {
        batch[i] = record(i);
      }

      desk.score(batch, SIZE, 0, out::add);
      desk.rank(out::add);

      assertThat(out.subList(0, SIZE)).allMatch(Prediction.class::isInstance);
      assertThat(out.subList(SIZE, 2 * SIZE)).allMatch(Explanation.class::isInstance);
      assertThat(out.subList(2 * SIZE, out.size())).singleElement().isInstanceOf(Importance.class);
    }
  }
}
