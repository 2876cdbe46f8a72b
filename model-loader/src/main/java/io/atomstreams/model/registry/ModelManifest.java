package io.atomstreams.model.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that is known of a stored model version; the content of {@code manifest.json}.
 *
 * @param name the model's name
 * @param version the model's version, 1 or more
 * @param engine who runs it: {@code tensorflow} or {@code linear}
 * @param features the input columns in the model's order
 * @param featuresHash {@link FeatureListHash} of {@code features}; checked on reading
 * @param inputTensor the name of the input array, rows × features
 * @param outputTensor the name of the output array, one probability per row
 * @param artifacts every file the model needs, with its checksum
 * @param baseRate share of positives in the training rows, in [0, 1]; the score to use when no
 *     model can be loaded
 * @param trainedOn the period of the training rows
 * @param training how to make this model again
 * @param metrics how good it was on the period after training
 * @param golden rows with the scores they must give, checked before serving
 */
public record ModelManifest(
    String name,
    int version,
    String engine,
    List<String> features,
    String featuresHash,
    String inputTensor,
    String outputTensor,
    List<Artifact> artifacts,
    double baseRate,
    Period trainedOn,
    Training training,
    Metrics metrics,
    Golden golden) {

  /**
   * A file of the model.
   *
   * @param path relative to the version's directory, with {@code /}
   * @param bytes its length
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Artifact(String path, long bytes, String sha256) {}

  /** Event times, first and last inclusive. */
  public record Period(Instant from, Instant to) {}

  /** The command that made the model, and the seed of everything random in it. */
  public record Training(String command, long seed) {}

  /**
   * Quality on the test period, which lies after training and validation. AUC in [0, 1], log loss
   * in nats per row.
   *
   * @param baseRateLogLoss of always answering the training base rate
   * @param logisticRegressionAuc of the linear baseline trained on the same rows
   */
  public record Metrics(
      double auc,
      double logLoss,
      double baseRateLogLoss,
      double logisticRegressionAuc,
      double logisticRegressionLogLoss,
      Rows train,
      Rows validation,
      Rows test) {}

  /** How many rows a period had, and how many of them were positive. */
  public record Rows(int rows, int positives) {}

  /**
   * The self test.
   *
   * @param tolerance the largest allowed absolute difference from {@code expected}
   */
  public record Golden(float tolerance, List<GoldenVector> vectors) {
    public Golden {
      vectors = vectors == null ? List.of() : List.copyOf(vectors);
    }
  }

  /** One row ({@code NaN} means missing) and its score. */
  public record GoldenVector(List<Float> inputs, float expected) {
    public GoldenVector {
      inputs = inputs == null ? List.of() : List.copyOf(inputs);
    }
  }

  public ModelManifest {
    ModelRef ref = new ModelRef(name, version);
    requirePresent(ref, "engine", engine);
    requirePresent(ref, "features", features);
    requirePresent(ref, "featuresHash", featuresHash);
    requirePresent(ref, "inputTensor", inputTensor);
    requirePresent(ref, "outputTensor", outputTensor);
    requirePresent(ref, "artifacts", artifacts);
    requirePresent(ref, "trainedOn", trainedOn);
    requirePresent(ref, "training", training);
    requirePresent(ref, "metrics", metrics);
    requirePresent(ref, "golden", golden);
    features = List.copyOf(features);
    artifacts = List.copyOf(artifacts);
    String hash = FeatureListHash.of(features);
    if (!hash.equals(featuresHash)) {
      throw new ModelException(
          "model "
              + ref
              + ": the manifest's features hash to "
              + hash
              + ", it states "
              + featuresHash
              + "; the list was edited, train and save a new version");
    }
    if (!(baseRate >= 0 && baseRate <= 1)) {
      throw new ModelException("model " + ref + ": baseRate " + baseRate + " is not in [0, 1]");
    }
    for (GoldenVector vector : golden.vectors()) {
      if (vector.inputs().size() != features.size()) {
        throw new ModelException(
            "model "
                + ref
                + ": a golden vector has "
                + vector.inputs().size()
                + " features, the feature list has "
                + features.size());
      }
    }
  }

  private static void requirePresent(ModelRef ref, String key, Object value) {
    if (value == null) {
      throw new ModelException("model " + ref + ": the manifest lacks " + key);
    }
  }

  /** The name and version. */
  @JsonIgnore
  public ModelRef ref() {
    return new ModelRef(name, version);
  }

  /** The signature the artifact is held to. */
  @JsonIgnore
  public ModelSignature signature() {
    return ModelSignature.probability(inputTensor, outputTensor, features);
  }

  /**
   * The SHA-256 of everything that makes the model what it computes: engine, features, array names
   * and file checksums. Two versions with the same digest can share one copy in memory.
   */
  @JsonIgnore
  public String digest() {
    return Checksums.sha256(
        engine
            + "\n"
            + featuresHash
            + "\n"
            + inputTensor
            + "\n"
            + outputTensor
            + "\n"
            + artifacts.stream()
                .map(file -> file.sha256() + " " + file.path())
                .sorted()
                .collect(Collectors.joining("\n")));
  }
}
