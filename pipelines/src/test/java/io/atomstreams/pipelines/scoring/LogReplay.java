package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.OrderValueAlert;
import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStage;
import io.atomstreams.operators.feature.EntityStage.Verdict;
import io.atomstreams.operators.feature.EntityState;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.PredictionJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The oracle: applies the inputs, in the order the feature log gives them, to a fresh {@link
 * EntityStage} in plain memory, with no serialisation, no operator and no cluster between.
 */
final class LogReplay {

  /** A duplicate found the sequence it carries, so it comes after the event that made it. */
  private static final Comparator<FeatureRecord> IN_ORDER =
      Comparator.comparingLong((FeatureRecord r) -> r.touched().get(0).sequence())
          .thenComparing(r -> r.outcome() == Outcome.DUPLICATE)
          .thenComparing(FeatureRecord::source);

  private final ScoringConfig config;
  private final EntityStage stage;
  private final Consumer<String> problems;
  private final Map<String, EntityState> states = new HashMap<>();
  private final Map<SourcePosition, byte[]> alerts = new TreeMap<>();
  private final AlertJson alertJson = new AlertJson();

  LogReplay(ScoringConfig config, Consumer<String> problems) {
    this.config = config;
    this.stage =
        new EntityStage(
            config.entity(), config.features(), new RobustOutlier(config.orderValueAlert()));
    this.problems = problems;
  }

  void entities(Map<SourcePosition, FeatureRecord> log, Map<SourcePosition, Intake> intakes) {
    Map<String, List<FeatureRecord>> byEntity = new TreeMap<>();
    for (FeatureRecord record : log.values()) {
      if (record.touched().isEmpty()) {
        Intake intake = intakes.get(record.source());
        if (intake == null || intake.isRefused() || intake.hasEntity()) {
          problems.accept(record.source() + " is logged without the entity it is about");
        }
      } else {
        byEntity.computeIfAbsent(record.entity(), absent -> new ArrayList<>()).add(record);
      }
    }
    byEntity.forEach(
        (entity, records) -> {
          records.sort(IN_ORDER);
          records.forEach(record -> step(entity, record, intakes.get(record.source())));
        });
  }

  private void step(String entity, FeatureRecord record, Intake intake) {
    if (intake == null || intake.isRefused() || !intake.route().equals(entity)) {
      problems.accept(record.source() + " is logged for " + entity + " and is no event of it");
      return;
    }
    EntityStage.Result result = stage.apply(states.get(entity), intake.event());
    states.put(entity, result.state());
    Verdict wanted = record.outcome() == Outcome.DUPLICATE ? Verdict.DUPLICATE : Verdict.ACCEPTED;
    if (result.verdict() != wanted) {
      problems.accept(
          "%s is logged as %s, the replay says %s"
              .formatted(record.source(), record.outcome(), result.verdict()));
      return;
    }
    long sequence = record.touched().get(0).sequence();
    if (result.state().sequence() != sequence) {
      problems.accept(
          "%s has sequence %d of %s, the replay counts %d"
              .formatted(record.source(), sequence, entity, result.state().sequence()));
    }
    if (record.asOf() != result.state().clock()) {
      problems.accept(record.source() + " is logged as of another time than the replay's");
    }
    if (wanted == Verdict.ACCEPTED) {
      accepted(record, intake, result);
    }
  }

  private void accepted(FeatureRecord record, Intake intake, EntityStage.Result result) {
    if (record.scored() != config.scoredTypes().contains(intake.event().type())) {
      problems.accept(record.source() + " is logged as " + record.outcome() + " against settings");
    }
    if (record.scored()) {
      compare(record, stage.vector(result.state()));
    }
    if (result.finding() != null) {
      alerts.put(
          record.source(),
          alertJson.encode(
              OrderValueAlert.of(
                  (SalesEvent) intake.event(),
                  result.finding(),
                  intake.route(),
                  result.state().sequence(),
                  record.source(),
                  0)));
    }
  }

  private void compare(FeatureRecord record, float[] expected) {
    float[] vector = record.vector();
    if (vector.length != expected.length || !record.listHash().equals(config.features().hash())) {
      problems.accept("the vector of " + record.source() + " is of another list of features");
      return;
    }
    for (int i = 0; i < vector.length; i++) {
      if (Float.floatToRawIntBits(vector[i]) != Float.floatToRawIntBits(expected[i])) {
        problems.accept(
            "the vector of %s has %s = %s, the replay gives %s"
                .formatted(
                    record.source(), config.features().names().get(i), vector[i], expected[i]));
      }
    }
  }

  /** The alerts that follow from the events, by source. */
  Map<SourcePosition, byte[]> alerts() {
    return alerts;
  }

  /** Whether the event lies behind the last clock of its entity by more than is allowed. */
  boolean mayBeLate(Intake intake) {
    EntityState state = states.get(intake.route());
    return state != null && intake.ts() < state.clock() - config.entity().lateness().toMillis();
  }

  /** The predictions that follow from the logged vectors, by source. */
  Map<SourcePosition, byte[]> predictions(Map<SourcePosition, FeatureRecord> log, ModelLog models) {
    Map<SourcePosition, byte[]> predictions = new TreeMap<>();
    PredictionJson json = new PredictionJson();
    try (LocalScorer scorer = new LocalScorer(config, models, 2)) {
      FeatureRecord[] batch = new FeatureRecord[1];
      for (FeatureRecord record : log.values()) {
        if (record.scored()) {
          batch[0] = record;
          String failure =
              scorer.score(batch, 1, made -> predictions.put(made.source(), json.encode(made)));
          if (!failure.isEmpty()) {
            problems.accept("the model does not score " + record.source() + ": " + failure);
          }
        }
      }
    }
    return predictions;
  }
}
