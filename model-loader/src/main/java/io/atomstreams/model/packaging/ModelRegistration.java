package io.atomstreams.model.packaging;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Registers a model from anywhere: looks into its files, opens it with the engine that will serve
 * it, lets it compute its golden vectors, and only then stores it.
 */
public final class ModelRegistration {

  private final ModelRegistry registry;

  public ModelRegistration(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * A registered model.
   *
   * @param rowsWithoutResult rows left out of the golden vectors, since the model gave no number
   *     for them: it may not take missing values
   */
  public record Registered(ModelManifest manifest, int rowsWithoutResult) {}

  /**
   * Registers.
   *
   * @param draft its golden vectors are replaced by what the model computes of {@code rows}
   * @param rows row-major, in the order of the features; at least one
   * @param tolerance of the golden vectors
   * @throws ModelException naming why the model is refused; nothing is stored then
   */
  public Registered register(
      ManifestDraft draft,
      Path artifacts,
      float[] rows,
      float tolerance,
      Optional<SigningKey> key) {
    ModelRef ref = draft.ref();
    registry.requireWithinLimits(ref, artifacts);
    ModelEngine engine = Engines.byName(draft.engine());
    engine.inspect(ref, draft.signature(), artifacts);
    List<GoldenVector> vectors;
    try (Model model = engine.open(ref, draft.signature(), artifacts)) {
      vectors = vectors(ref, model, rows);
    }
    int without = rows.length / draft.signature().featureCount() - vectors.size();
    ModelManifest manifest =
        registry.register(draft.withGolden(new Golden(tolerance, vectors)), artifacts, key);
    return new Registered(manifest, without);
  }

  private static List<GoldenVector> vectors(ModelRef ref, Model model, float[] rows) {
    ModelSignature signature = model.signature();
    int columns = signature.featureCount();
    int width = signature.outputWidth();
    int count = rows.length / columns;
    float[] results = new float[count * width];
    model.score(rows, count, results);
    List<GoldenVector> vectors = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<Float> computed = list(results, row * width, width);
      if (computed.stream().allMatch(Float::isFinite)) {
        requireProbability(ref, signature, row, computed);
        vectors.add(new GoldenVector(list(rows, row * columns, columns), computed));
      }
    }
    if (vectors.isEmpty()) {
      throw new ModelException(
          "model %s gives no number for any of %d rows; it cannot serve".formatted(ref, count));
    }
    return vectors;
  }

  private static void requireProbability(
      ModelRef ref, ModelSignature signature, int row, List<Float> results) {
    float score = results.get(signature.scoreColumn());
    if (signature.score().kind() == Kind.PROBABILITY && !(score >= 0 && score <= 1)) {
      throw new ModelException(
          "model %s gives %s for row %d, and its score is said to be a probability; say kind: value, or name another output or column"
              .formatted(ref, score, row));
    }
  }

  private static List<Float> list(float[] values, int from, int count) {
    List<Float> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(values[from + i]);
    }
    return list;
  }
}
