package io.atomstreams.model.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that is known of a stored model version; the content of {@code manifest.json}.
 *
 * @param formatVersion {@link #FORMAT}; earlier formats are turned into it when they are read
 * @param name the model's name
 * @param version the model's version, 1 or more
 * @param engine who runs it, such as {@code tensorflow}
 * @param signature inputs and outputs by name, features in the model's order, which value is the
 *     score
 * @param featuresHash {@link FeatureListHash} of the features; checked on reading
 * @param artifacts every file the model needs, with its checksum
 * @param baseRate the score of nobody in particular, to use where no model can be loaded: for a
 *     probability the share of positives in the training rows, in [0, 1]
 * @param metrics how good it was, and against what
 * @param data the rows it was made and judged with; empty where nobody knows
 * @param lineage where it comes from and how to make it again
 * @param golden rows with the results they must give, checked before serving
 */
public record ModelManifest(
    int formatVersion,
    String name,
    int version,
    String engine,
    ModelSignature signature,
    String featuresHash,
    List<Artifact> artifacts,
    double baseRate,
    List<Metric> metrics,
    List<Period> data,
    Lineage lineage,
    Golden golden) {

  /** The format this release writes; it reads this one and 1. */
  public static final int FORMAT = 2;

  /**
   * A file of the model.
   *
   * @param path below the directory an engine opens, with {@code /}
   * @param bytes its length
   * @param sha256 64 lower-case hexadecimal digits; also its name in the store
   */
  public record Artifact(String path, long bytes, String sha256) {
    public Artifact {
      requirePresent("an artifact", "path", path);
      requirePresent("artifact " + path, "sha256", sha256);
    }
  }

  /**
   * One measured quality beside that of something simpler.
   *
   * @param name such as {@code auc}, {@code log_loss}, {@code rmse}
   * @param baseline what {@code baselineName} reaches on the same rows; {@code NaN} without one
   * @param baselineName such as {@code logistic regression} or {@code base rate}
   * @param on which rows it was measured on, such as {@code test}
   */
  public record Metric(String name, double value, double baseline, String baselineName, String on) {
    public Metric {
      requirePresent("a metric", "name", name);
      requirePresent("metric " + name, "baselineName", baselineName);
      requirePresent("metric " + name, "on", on);
    }
  }

  /**
   * Rows of one use.
   *
   * @param use such as {@code train}, {@code validation}, {@code test}
   * @param from event time of the first row
   * @param to event time of the last row, inclusive
   * @param positives how many rows had a positive label; 0 where labels are numbers
   */
  public record Period(String use, Instant from, Instant to, long rows, long positives) {
    public Period {
      requirePresent("a period of the data", "use", use);
      requirePresent("period " + use, "from", from);
      requirePresent("period " + use, "to", to);
      if (to.isBefore(from)) {
        throw new ModelException("period %s ends at %s, before it begins".formatted(use, to));
      }
    }
  }

  /**
   * Where a version comes from; an empty text where nobody knows.
   *
   * @param parent the version it was trained on from, as {@code name@version}
   * @param command what a person runs to make it again
   * @param seed of everything random in it
   * @param specHash of the declaration of features and label it was trained under
   * @param dataDigest SHA-256 of its training rows
   * @param tool what made it, with its version
   */
  public record Lineage(
      String parent, String command, long seed, String specHash, String dataDigest, String tool) {

    /** Of a model that tells nothing of itself. */
    public static final Lineage UNKNOWN = new Lineage("", "", 0, "", "", "");

    public Lineage {
      requirePresent("the lineage", "parent", parent);
      requirePresent("the lineage", "command", command);
      requirePresent("the lineage", "specHash", specHash);
      requirePresent("the lineage", "dataDigest", dataDigest);
      requirePresent("the lineage", "tool", tool);
      if (!parent.isEmpty()) {
        ModelRef.parse(parent);
      }
    }
  }

  /**
   * The self test.
   *
   * @param tolerance the largest allowed absolute difference from a result
   */
  public record Golden(float tolerance, List<GoldenVector> vectors) {
    public Golden {
      requirePresent("the self test", "vectors", vectors);
      vectors = List.copyOf(vectors);
      if (!(tolerance >= 0 && tolerance <= Float.MAX_VALUE)) {
        throw new ModelException(
            "the self test's tolerance is " + tolerance + ", must be 0 or more");
      }
    }
  }

  /**
   * One row ({@code NaN} means missing) and all that the model computes of it, laid out as {@link
   * ModelSignature#outputWidth} says. A format 1 manifest tells the score only, which was all.
   */
  public record GoldenVector(List<Float> inputs, List<Float> results) {
    public GoldenVector {
      requirePresent("a golden vector", "inputs", inputs);
      requirePresent("a golden vector", "results", results);
      inputs = List.copyOf(inputs);
      results = List.copyOf(results);
    }
  }

  public ModelManifest {
    ModelRef ref = new ModelRef(name, version);
    if (formatVersion != FORMAT) {
      throw new ModelException(
          "model %s: formatVersion %d is not %d".formatted(ref, formatVersion, FORMAT));
    }
    String model = "model " + ref + ": the manifest";
    requirePresent(model, "engine", engine);
    requirePresent(model, "signature", signature);
    requirePresent(model, "featuresHash", featuresHash);
    requirePresent(model, "artifacts", artifacts);
    requirePresent(model, "metrics", metrics);
    requirePresent(model, "data", data);
    requirePresent(model, "lineage", lineage);
    requirePresent(model, "golden", golden);
    artifacts = List.copyOf(artifacts);
    metrics = List.copyOf(metrics);
    data = List.copyOf(data);
    requireHash(ref, signature.features(), featuresHash);
    requireBaseRate(ref, signature.score().kind(), baseRate);
    requireGolden(ref, signature, golden);
  }

  private static void requirePresent(String what, String key, Object value) {
    if (value == null) {
      throw new ModelException(what + " lacks " + key);
    }
  }

  private static void requireHash(ModelRef ref, List<String> features, String stated) {
    String hash = FeatureListHash.of(features);
    if (!hash.equals(stated)) {
      throw new ModelException(
          "model %s: the manifest's features hash to %s, it states %s; the list was edited, train and save a new version"
              .formatted(ref, hash, stated));
    }
  }

  private static void requireBaseRate(ModelRef ref, Kind kind, double baseRate) {
    if (kind == Kind.PROBABILITY && !(baseRate >= 0 && baseRate <= 1)) {
      throw new ModelException("model " + ref + ": baseRate " + baseRate + " is not in [0, 1]");
    }
    if (!Double.isFinite(baseRate)) {
      throw new ModelException("model " + ref + ": baseRate " + baseRate + " is no number");
    }
  }

  private static void requireGolden(ModelRef ref, ModelSignature signature, Golden golden) {
    for (GoldenVector vector : golden.vectors()) {
      requireLength(
          ref, "features", vector.inputs().size(), "feature list", signature.featureCount());
      requireLength(ref, "results", vector.results().size(), "signature", signature.outputWidth());
      for (float result : vector.results()) {
        if (!Float.isFinite(result)) {
          throw new ModelException(
              "model %s: a golden vector expects %s, no number; a model that answers so cannot serve"
                  .formatted(ref, result));
        }
      }
    }
  }

  private static void requireLength(ModelRef ref, String what, int found, String rule, int wanted) {
    if (found != wanted) {
      throw new ModelException(
          "model %s: a golden vector has %d %s, the %s has %d"
              .formatted(ref, found, what, rule, wanted));
    }
  }

  /** The name and version. */
  @JsonIgnore
  public ModelRef ref() {
    return new ModelRef(name, version);
  }

  /** The input columns in the model's order. */
  @JsonIgnore
  public List<String> features() {
    return signature.features();
  }

  /**
   * The SHA-256 of everything that makes the model what it computes: engine, signature and file
   * checksums. Two versions with the same digest can share one copy in memory and on disk.
   */
  @JsonIgnore
  public String digest() {
    return Checksums.sha256(
        engine
            + "\n"
            + signature
            + "\n"
            + artifacts.stream()
                .map(file -> file.sha256() + " " + file.path())
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  /** The same model with other files. */
  ModelManifest withArtifacts(List<Artifact> others) {
    return new ModelManifest(
        formatVersion,
        name,
        version,
        engine,
        signature,
        featuresHash,
        others,
        baseRate,
        metrics,
        data,
        lineage,
        golden);
  }
}
