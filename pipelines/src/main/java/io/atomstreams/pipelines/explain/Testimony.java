package io.atomstreams.pipelines.explain;

import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.event.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model has to say of a prediction that bears its name.
 *
 * @param manifest as the registry has it; empty if it does not
 * @param recomputed its score of the logged vector, a {@code float}; empty if there is none
 * @param contributions of the features; empty if nobody can tell
 * @param surrogate a linear model near the vector, if it was asked for
 * @param paths of the vector through the trees that added most, if it was asked for
 * @param missing why something is not here, a sentence each
 */
public record Testimony(
    Optional<ModelManifest> manifest,
    OptionalDouble recomputed,
    Optional<Contributions> contributions,
    Optional<LocalSurrogate.Explanation> surrogate,
    List<DecisionPaths.Path> paths,
    List<String> missing) {

  /** Whether what the registry has computes what the prediction was made by. */
  public static boolean isSameModel(ModelManifest manifest, Prediction prediction) {
    return manifest.digest().startsWith(prediction.modelDigest());
  }

  /** Whether the score is the prediction's, bit for bit; empty if it was not computed again. */
  public Optional<Boolean> isSameScore(Prediction prediction) {
    return recomputed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Float.floatToIntBits((float) recomputed.getAsDouble())
                == Float.floatToIntBits(prediction.probability()));
  }
}
