package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.ModelSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the {@code ensemble.json} of a weighted mean of models, for callers that know no JSON. */
public final class WeightedMean {

  private WeightedMean() {}

  /**
   * One of the models.
   *
   * @param directory of its files, below the ensemble's own
   * @param weight 0 or more
   */
  public record Part(String directory, String engine, double weight, ModelSignature signature) {}

  /** The content of {@link EnsembleEngine#ENSEMBLE_FILE}. */
  public static byte[] file(List<Part> parts) {
    List<EnsembleSpec.Member> members =
        parts.stream()
            .map(
                part ->
                    new EnsembleSpec.Member(
                        part.directory, part.engine, part.weight, part.signature))
            .toList();
    return new EnsembleSpec(EnsembleSpec.Method.MEAN, members, 0, null)
        .toJson()
        .getBytes(StandardCharsets.UTF_8);
  }
}
