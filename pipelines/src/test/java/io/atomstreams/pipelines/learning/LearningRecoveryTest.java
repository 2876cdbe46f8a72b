package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.online.Loss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  private static final String YAML =
      """
      labels: [churn_30d]
      learners:
        - {id: churn_ftrl, type: "ftrl-logistic:alpha=0.1", label: churn_30d, publishEvery: 10m, atLeast: 200}
        - {id: churn_prior, type: prior, label: churn_30d, publishEvery: 20m, atLeast: 200, shards: 3}
      evaluations: {window: 15m, byTenant: true, segments: [{feature: spend, edges: [0.5]}]}
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

  /** Of all examples, by the window's begin. */
  private static NavigableMap<Long, Double> logLosses(
      LearningRun.Result run, String scorer, String version) {
    NavigableMap<Long, Double> losses = new TreeMap<>();
    for (String text : run.findings()) {
      JsonNode found = text.startsWith("{") ? json(text) : JSON.createObjectNode();
      if (found.path("segment").asText().equals("all")
          && found.path("scorer").asText().equals(scorer)
          && found.path("modelVersion").asText().equals(version)) {
        losses.put(found.path("from").asLong(), found.path("metrics").path("log_loss").asDouble());
      }
    }
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

  @Test
  void evaluationsAreWhatABatchComputes() throws Exception {
    List<Example> examples = LearningExamples.stream(QUESTIONS, CHANGE, 9);
    LearningRun.Result run = job(examples).run("batch", "hashmap", 2, Set.of());
    long window = 15 * 60_000;
    Map<Long, List<Example>> windows =
        examples.stream()
            .collect(
                Collectors.groupingBy(
                    e -> Math.floorDiv(e.ts(), window) * window,
                    TreeMap::new,
                    Collectors.toList()));
    Map<Long, Double> found = logLosses(run, "churn", "churn@1");

    assertThat(found.keySet()).isEqualTo(windows.keySet());
    windows.forEach(
        (from, in) -> {
          double sum =
              in.stream()
                  .mapToDouble(
                      e ->
                          e.weight()
                              * Loss.LOG_LOSS.of(e.scores().get(0).probability(), e.target()))
                  .sum();
          double weight = in.stream().mapToDouble(Example::weight).sum();
          assertThat(found.get(from)).isCloseTo(sum / weight, within(1e-9));
        });
  }
}
