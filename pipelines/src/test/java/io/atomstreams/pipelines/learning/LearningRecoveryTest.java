package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.Outcome;
import io.atomstreams.operators.event.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The learning topology to its end: what is committed and registered follows from the examples, and
 * is the same whether and wherever the job was killed, on how many subtasks it runs, and on which
 * state backend.
 */
class LearningRecoveryTest {

  private static final int QUESTIONS = 5000;
  private static final int CHANGE = 3000;
  private static final long WINDOW = 15 * 60_000;

  /** What figures of a record are called in a report. */
  private static final Map<String, String> SAME =
      Map.of(
          "log_loss", "logLoss",
          "brier", "brier",
          "auc", "auc",
          "calibration_error", "ece",
          "mean_probability", "meanScore",
          "positive_share", "baseRate",
          "kappa", "kappa",
          "precision@0.8", "precision@0.8",
          "recall@0.5", "recall@0.5");

  private static final String YAML =
      """
      labels: [churn_30d]
      learners:
        - {id: churn_ftrl, type: "ftrl-logistic:alpha=0.1", label: churn_30d, publishEvery: 10m, atLeast: 200, calibrate: isotonic}
        - {id: churn_prior, type: prior, label: churn_30d, publishEvery: 20m, atLeast: 200, shards: 3, calibrate: platt}
      evaluations: {window: 15m, byTenant: true, segments: [{feature: spend, edges: [0.5]}], groups: [tenant, spend], thresholds: [0.5, 0.8]}
      intervals: {coverage: 0.8, minimum: 300}
      detectors:
        - {id: churn_loss, type: "adwin:delta=0.002", on: churn.log_loss, label: churn_30d, then: [alert, requestTraining]}
        - {id: ftrl_loss, type: "adwin:delta=0.002", on: churn_ftrl.brier, then: [alert, resetLearner]}
      promotions:
        - {id: churn_champion, scorer: churn, label: churn_30d, every: 10m}
      training: {model: churn_tf, architecture: mlp}
      """;

  @TempDir private Path directory;

  private LearningRun job(List<Example> examples) {
    return new LearningRun(YAML, examples, directory);
  }

  @Test
  void aKilledJobSaysAndRegistersWhatAnUndisturbedOneDoes() throws Exception {
    List<Example> examples = LearningExamples.stream(QUESTIONS, CHANGE, 7);
    LearningRun.Result calm = job(examples).run("calm", "hashmap", 2, Set.of());
    assertThat(calm.failures()).isZero();
    assertThat(calm.findings()).doesNotHaveDuplicates();
    assertThat(calm.versions()).hasSizeGreaterThan(10);

    LearningRun.Result killed = job(examples).run("killed", "hashmap", 2, places(6, 1));
    LearningRun.Result otherwise = job(examples).run("rocks", "rocksdb", 1, places(4, 2));

    assertThat(killed.failures()).isEqualTo(6);
    assertThat(killed.findings()).isEqualTo(calm.findings());
    assertThat(killed.versions()).isEqualTo(calm.versions());
    assertThat(otherwise.failures()).isEqualTo(4);
    assertThat(otherwise.findings()).isEqualTo(calm.findings());
    assertThat(otherwise.versions()).isEqualTo(calm.versions());
  }

  private static Set<Integer> places(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> places = new TreeSet<>();
    while (places.size() < count) {
      places.add(random.nextInt(QUESTIONS / 10, QUESTIONS));
    }
    return places;
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When a detector saw a drift. */
  private static List<Long> drifts(LearningRun.Result run, String detector) {
    return run.findings().stream()
        .filter(text -> text.contains("\"level\":\"drift\""))
        .map(LearningRecoveryTest::json)
        .filter(drift -> drift.path("detector").asText().equals(detector))
        .map(drift -> drift.path("ts").asLong())
        .toList();
  }

  private static JsonNode firstDrift(LearningRun.Result run, String detector) {
    return run.findings().stream()
        .filter(text -> text.contains("\"level\":\"drift\""))
        .map(LearningRecoveryTest::json)
        .filter(drift -> drift.path("detector").asText().equals(detector))
        .min(Comparator.comparingLong(drift -> drift.path("ts").asLong()))
        .orElseThrow();
  }

  /** By the window's begin. */
  private static NavigableMap<Long, JsonNode> evaluations(
      LearningRun.Result run, String scorer, String version, String segment) {
    NavigableMap<Long, JsonNode> evaluations = new TreeMap<>();
    for (String text : run.findings()) {
      JsonNode found = text.startsWith("{") ? json(text) : JSON.createObjectNode();
      if (found.path("segment").asText().equals(segment)
          && found.path("scorer").asText().equals(scorer)
          && found.path("modelVersion").asText().equals(version)) {
        evaluations.put(found.path("from").asLong(), found);
      }
    }
    return evaluations;
  }

  /** Of all examples, by the window's begin. */
  private static NavigableMap<Long, Double> logLosses(
      LearningRun.Result run, String scorer, String version) {
    NavigableMap<Long, Double> losses = new TreeMap<>();
    evaluations(run, scorer, version, "all")
        .forEach(
            (from, found) -> losses.put(from, found.path("metrics").path("log_loss").asDouble()));
    return losses;
  }

  @Test
  void theChangeIsSeenAfterItCameAndAnswered() throws Exception {
    List<Example> examples = LearningExamples.stream(QUESTIONS, CHANGE, 8);
    long changedAt =
        examples.stream()
            .filter(example -> example.source().offset() == CHANGE)
            .findFirst()
            .orElseThrow()
            .ts();
    LearningRun.Result run = job(examples).run("change", "hashmap", 2, Set.of());

    assertThat(drifts(run, "churn_loss")).isNotEmpty().allMatch(ts -> ts > changedAt);
    assertThat(drifts(run, "ftrl_loss")).isNotEmpty().allMatch(ts -> ts > changedAt);
    assertThat(firstDrift(run, "churn_loss").path("cause").asText()).isEqualTo("concept_drift");
    assertThat(firstDrift(run, "churn_loss").path("segment").asText()).isEqualTo("all");
    assertThat(run.findings())
        .anyMatch(
            text ->
                text.startsWith("Alert[")
                    && text.contains("churn.log_loss has changed")
                    && text.contains("cause: concept drift"));
    assertThat(run.findings()).anyMatch(text -> text.startsWith("TrainingWish["));
    assertThat(logLosses(run, "churn_ftrl", "live").lastEntry().getValue())
        .describedAs("log loss of the learner that was reset")
        .isLessThan(0.55);
    assertThat(logLosses(run, "churn", "churn@1").lastEntry().getValue())
        .describedAs("log loss of the champion that learns nothing")
        .isGreaterThan(1);
  }

  /** Everything but the figures that follow the order of the answers. */
  @Test
  void evaluationsAreWhatABatchComputesInAnyOrder() throws Exception {
    List<Example> examples = LearningExamples.stream(QUESTIONS, CHANGE, 9);
    LearningRun job = job(examples);
    LearningRun.Result run = job.run("batch", "hashmap", 2, Set.of());
    BinaryEvaluator evaluator = new BinaryEvaluator(job.config().evaluations().figures());
    Map<Long, BinaryEvaluator.State> windows = new TreeMap<>();
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(1));
    for (Example e : shuffled) {
      evaluator.add(
          windows.computeIfAbsent(
              Math.floorDiv(e.ts(), WINDOW) * WINDOW, from -> evaluator.codec().create()),
          Outcome.binary(e.scores().get(0).probability(), e.target() == 1).weighing(e.weight()));
    }
    Map<Long, JsonNode> found = evaluations(run, "churn", "churn@1", "all");

    assertThat(found.keySet()).isEqualTo(windows.keySet());
    windows.forEach(
        (from, window) -> {
          EvaluationReport report = evaluator.report(window);
          JsonNode metrics = found.get(from).path("metrics");
          SAME.forEach(
              (name, figure) ->
                  assertThat(metrics.path(name).asDouble(Double.NaN))
                      .describedAs(name)
                      .isEqualTo(report.value(figure)));
        });
  }

  @Test
  void groupsAreCompared() throws Exception {
    List<Example> examples = LearningExamples.stream(QUESTIONS, CHANGE, 10);
    LearningRun.Result run = job(examples).run("groups", "hashmap", 2, Set.of());
    JsonNode metrics =
        evaluations(run, "churn", "churn@1", "tenant=*").firstEntry().getValue().path("metrics");

    double parity = metrics.path("fairness_parity[tenant=acme]").asDouble();
    assertThat(metrics.path("fairness_parity[tenant=globex]").asDouble()).isEqualTo(-parity);
    assertThat(metrics.path("fairness_parity_difference").asDouble()).isEqualTo(Math.abs(parity));
    assertThat(metrics.path("fairness_parity[tenant=acme].low").asDouble()).isLessThan(parity);
    assertThat(metrics.path("fairness_parity[tenant=acme].high").asDouble()).isGreaterThan(parity);
  }

  @Test
  void setsOfWhatServesHoldTheirAnswers() throws Exception {
    LearningRun.Result run =
        job(LearningExamples.stream(QUESTIONS, QUESTIONS, 12)).run("sets", "hashmap", 2, Set.of());
    NavigableMap<Long, JsonNode> windows = evaluations(run, "churn", "served", "tenant=globex");
    JsonNode last = windows.lastEntry().getValue().path("metrics");

    assertThat(last.path("conformal_own").asInt()).isEqualTo(1);
    assertThat(last.path("conformal_threshold").asDouble()).isBetween(0.09, 0.91);
    assertThat(last.path("coverage").asDouble()).isGreaterThan(0.75);
    assertThat(windows.firstEntry().getValue().path("metrics").path("coverage").isNull()).isTrue();
  }

  @Test
  void whatIsWrittenFollowsTheSchema() throws Exception {
    LearningRun.Result run =
        job(LearningExamples.stream(1000, 600, 11)).run("schema", "hashmap", 2, Set.of());
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                LearningRecoveryTest.class.getResourceAsStream("/schemas/evaluations.schema.json"));
    List<JsonNode> written =
        run.findings().stream()
            .filter(text -> text.startsWith("{") && text.contains("\"metrics\""))
            .map(LearningRecoveryTest::json)
            .toList();

    assertThat(written).hasSizeGreaterThan(20);
    written.forEach(evaluation -> assertThat(schema.validate(evaluation)).isEmpty());
  }
}
