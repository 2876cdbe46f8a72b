package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.flink.ScoringOperator;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ServingOptions;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One scorer of the job: the section {@code scorer}, or an entry of the list {@code scorers}.
 *
 * @param on events that are scored; the same for all scorers of a job
 * @param model the name of the model that it is for
 * @param serving how models come into service, and what is said beside their scores
 */
public record ScorerConfig(
    Scorer.Options options,
    Set<EventType> on,
    String model,
    ServingOptions serving,
    ScoringOperator.Batching batching) {

  /** As many as an account of the outcomes tells apart. */
  private static final int MOST = 8;

  /** The scorer's id. */
  public String id() {
    return options.id();
  }

  /** The same with models from another directory. */
  public ScorerConfig withModels(String models) {
    return new ScorerConfig(options, on, model, serving.withModels(models), batching);
  }

  static List<ScorerConfig> readAll(Section root) {
    if (!root.has("scorers")) {
      return List.of(read(root.section("scorer"), specHash(root)));
    }
    if (root.has("scorer")) {
      root.problem("scorer", "stands beside scorers; move it into that list");
    }
    List<ScorerConfig> scorers = new ArrayList<>();
    for (Section section : root.sections("scorers")) {
      scorers.add(read(section, specHash(root)));
    }
    check(root, scorers);
    return scorers;
  }

  private static void check(Section root, List<ScorerConfig> scorers) {
    if (scorers.isEmpty() || scorers.size() > MOST) {
      root.problem("scorers", "has %d entries, must have 1 to %d".formatted(scorers.size(), MOST));
    }
    Set<String> ids = new HashSet<>();
    for (ScorerConfig scorer : scorers) {
      if (!ids.add(scorer.id())) {
        root.problem("scorers", "has two of the id " + scorer.id() + "; each needs its own");
      }
      if (!scorer.on().equals(scorers.get(0).on())) {
        root.problem(
            "scorers",
            "score different events: %s on %s, %s on %s; they must be the same"
                .formatted(scorers.get(0).id(), scorers.get(0).on(), scorer.id(), scorer.on()));
      }
    }
  }

  /**
   * One scorer.
   *
   * @param specHash of the settings that vectors follow from
   */
  public static ScorerConfig read(Section scorer, String specHash) {
    return new ScorerConfig(
        new Scorer.Options(scorer.string("id"), (float) scorer.number("baseRate", 0, 1), specHash),
        ScoringConfig.eventTypes(scorer),
        scorer.string("model"),
        serving(scorer),
        new ScoringOperator.Batching(
            scorer.integer("maxRows", 256, 2, 4096),
            scorer.duration(
                "maxWait", Duration.ofMillis(1), Duration.ZERO, Duration.ofSeconds(1))));
  }

  private static ServingOptions serving(Section scorer) {
    try {
      return ServingSection.read(scorer);
    } catch (IllegalArgumentException e) {
      scorer.problem("models", "and what stands beside it do not fit together: " + e.getMessage());
      return null;
    }
  }

  /** Of the sections that feature vectors follow from; 16 digits. */
  private static String specHash(Section root) {
    return root.hash("contract", "privacy", "entity", "features");
  }
}
