package io.atomstreams.pipelines.plan;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.FeatureBinding;
import io.atomstreams.operators.feature.RestorePlan;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;

/**
 * What happens when the scoring job goes on from a savepoint under other settings.
 *
 * @param features what becomes of each feature of the settings, in list order
 * @param dropped what the savepoint holds and no feature reads any more
 * @param models what each scorer's model makes of it
 * @param obstacles why the job would not start at all, each with the way out; empty if it would
 */
public record JobPlan(
    List<RestorePlan.Finding> features,
    List<String> dropped,
    List<Model> models,
    List<String> obstacles) {

  /**
   * A scorer's model under the new list.
   *
   * @param reason why it does not serve, empty if it does
   */
  public record Model(String name, String reason) {}

  /**
   * Compares.
   *
   * @param savepoint path or URI of its directory
   * @param engine Flink's own settings
   * @throws IOException if the savepoint cannot be read
   */
  public static JobPlan of(String savepoint, ScoringConfig config, Configuration engine)
      throws IOException {
    SavepointCatalogue found = SavepointCatalogue.read(savepoint);
    RestorePlan plan = new RestorePlan(found.layouts(), found.graphs(), config.features());
    return new JobPlan(
        plan.findings(),
        plan.dropped(),
        config.scorers().stream().map(scorer -> model(config, scorer)).toList(),
        obstacles(found, config, engine));
  }

  private static Model model(ScoringConfig config, ScorerConfig scorer) {
    String name = scorer.model();
    ModelRegistry registry = ModelStores.open(scorer.serving());
    try {
      Optional<ModelRef> latest = registry.latest(name);
      if (latest.isEmpty()) {
        return new Model(name, registry.absence(name));
      }
      ModelRef ref = latest.get();
      FeatureBinding.of(ref, registry.manifest(ref).features(), config.features().names());
      return new Model(ref.toString(), "");
    } catch (ModelException e) {
      return new Model(name, e.getMessage());
    }
  }

  private static List<String> obstacles(
      SavepointCatalogue found, ScoringConfig config, Configuration engine) {
    List<String> obstacles = new ArrayList<>();
    TreeSet<String> unclaimed = new TreeSet<>(found.operators().keySet());
    unclaimed.removeIf(uid -> !found.operators().get(uid).holdsState());
    unclaimed.removeAll(ScoringPipeline.uids(config));
    for (String uid : unclaimed) {
      obstacles.add(
          "the savepoint holds state of the operator "
              + uid
              + ", which the job no longer has; to drop it, set"
              + " execution.state-recovery.ignore-unclaimed-state: true for this start");
    }
    found
        .operators()
        .forEach(
            (uid, operator) -> {
              if (unclaimed.contains(uid)) {
                return;
              }
              int wanted = engine.get(CoreOptions.DEFAULT_PARALLELISM);
              int most = engine.get(PipelineOptions.MAX_PARALLELISM);
              if (wanted > operator.maxParallelism()) {
                obstacles.add(
                    "%s cannot have %d subtasks, its state has %d key groups; lower parallelism.default"
                        .formatted(uid, wanted, operator.maxParallelism()));
              }
              if (most > 0 && most != operator.maxParallelism()) {
                obstacles.add(
                    "%s has %d key groups for ever, pipeline.max-parallelism is %d; set it back"
                        .formatted(uid, operator.maxParallelism(), most));
              }
            });
    return obstacles;
  }
}
