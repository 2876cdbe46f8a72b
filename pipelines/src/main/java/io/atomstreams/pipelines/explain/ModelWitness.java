package io.atomstreams.pipelines.explain;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.explain.ShapleyAttribution;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.feature.FeatureLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks the version that made a prediction once more: the same vector, the same model, the same way
 * of explaining. What cannot be had is left out and said. Belongs to one thread.
 */
public final class ModelWitness {

  private static final int MOST_PATHS = 3;
  private static final long SEED = 1;

  /** What is wanted beside score and contributions. */
  public record Wishes(boolean surrogate, boolean paths) {}

  private final ModelRegistry models;
  private final FeatureLists features;
  private final ShapleyAttribution.Options budget;

  /**
   * A witness.
   *
   * @param models where the version is looked for
   * @param features that vectors are made of
   * @param budget of estimates, as the job has it
   */
  public ModelWitness(
      ModelRegistry models, FeatureLists features, ShapleyAttribution.Options budget) {
    this.models = models;
    this.features = features;
    this.budget = budget;
  }

  /** What the version that is named by the prediction says of it now. */
  public Testimony hear(PredictionCase found, Wishes wishes) {
    Statement statement = new Statement(found);
    if (found.prediction().modelVersion().equals(Prediction.BASE_RATE)) {
      statement.missing.add(
          "no model made this score: it is the base rate, which nothing explains");
      return statement.end();
    }
    ModelRef ref = ModelRef.parse(found.prediction().modelVersion());
    try (WarmModels warm = new WarmModels(models)) {
      statement.manifest = Optional.of(models.manifest(ref));
      if (!Testimony.isSameModel(statement.manifest.get(), found.prediction())) {
        statement.missing.add(
            "the registry's %s is not the model that made this score: what follows is what it says"
                .formatted(ref));
      }
      FeatureRecord record = found.vector().orElseThrow(ModelWitness::noVector);
      requireKnown(record);
      ServedModel model = warm.warm(ref, features.latest().names());
      float[] row = row(model, record.vector());
      statement.recomputed = OptionalDouble.of(score(model, row));
      statement.explain(model, row, wishes);
    } catch (ModelException e) {
      statement.missing.add(e.getMessage());
    }
    return statement.end();
  }

  private static ModelException noVector() {
    return new ModelException(
        "the vector is not on the topic features any more, so nothing can be computed from it");
  }

  /** Each generation of the list is the front of the next. */
  private void requireKnown(FeatureRecord record) {
    for (int generation = 0; generation <= features.last(); generation++) {
      if (features.at(generation).hash().equals(record.listHash())) {
        return;
      }
    }
    throw new ModelException(
        "the vector is of the list %s, the settings declare %s; give --conf the settings of then"
            .formatted(record.listHash(), features.latest().hash()));
  }

  /** A vector from before features joined has none of them. */
  private static float[] row(ServedModel model, float[] vector) {
    float[] whole = Arrays.copyOf(vector, Math.max(vector.length, model.servedCount()));
    Arrays.fill(whole, vector.length, whole.length, Float.NaN);
    float[] row = new float[model.featureCount()];
    model.project(whole, 0, row, 0);
    return row;
  }

  private static float score(ServedModel model, float[] row) {
    float[] score = new float[1];
    model.score(row, 1, score);
    return score[0];
  }

  /** A testimony in the making. */
  private final class Statement {
    private Optional<ModelManifest> manifest = Optional.empty();
    private OptionalDouble recomputed = OptionalDouble.empty();
    private Optional<Contributions> contributions;
    private Optional<LocalSurrogate.Explanation> surrogate = Optional.empty();
    private List<DecisionPaths.Path> paths = List.of();
    private final List<String> missing = new ArrayList<>();

    private Statement(PredictionCase found) {
      contributions = found.stored().map(Contributions::of);
    }

    private void explain(ServedModel model, float[] row, Wishes wishes) {
      List<String> names = model.manifest().features();
      if (contributions.isEmpty()) {
        Attribution attribution = model.explainer().close(budget);
        double[] added = new double[names.size() + 1];
        attribution.attribute(row, 1, added);
        contributions = Optional.of(Contributions.of(attribution, names, row, added));
      }
      if (wishes.paths()) {
        paths = model.explainer().paths().map(of -> largest(of.of(row))).orElse(List.of());
        if (paths.isEmpty()) {
          missing.add("model %s has no trees to go through".formatted(model));
        }
      }
      if (wishes.surrogate()) {
        surrogate =
            Optional.of(
                model.explainer().surrogate(LocalSurrogate.Options.defaults(SEED)).explain(row));
      }
    }

    private static List<DecisionPaths.Path> largest(List<DecisionPaths.Path> all) {
      return all.stream()
          .sorted(Comparator.comparingDouble((DecisionPaths.Path path) -> -Math.abs(path.added())))
          .limit(MOST_PATHS)
          .toList();
    }

    private Testimony end() {
      return new Testimony(
          manifest, recomputed, contributions, surrogate, paths, List.copyOf(missing));
    }
  }
}
