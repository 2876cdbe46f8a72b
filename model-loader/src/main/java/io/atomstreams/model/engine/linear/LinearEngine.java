package io.atomstreams.model.engine.linear;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a {@code weights.json} ({@link LinearWeights}). Needs no library and no warm-up. */
public final class LinearEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String WEIGHTS_FILE = "weights.json";

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    read(ref, artifacts);
  }

  private static LinearWeights read(ModelRef ref, Path artifacts) {
    try {
      return LinearWeights.fromJson(Files.readString(artifacts.resolve(WEIGHTS_FILE)));
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine linear needs " + WEIGHTS_FILE + " in " + artifacts, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    LinearWeights weights = read(ref, artifacts);
    if (!weights.features().equals(signature.features())) {
      throw new ModelException(
          "model "
              + ref
              + ": "
              + WEIGHTS_FILE
              + " lists the features "
              + weights.features()
              + ", the manifest "
              + signature.features()
              + "; train and save a new version");
    }
    int outputs = weights.sums().size();
    if (signature.outputWidth() != outputs) {
      throw new ModelException(
          "model %s: engine linear gives %s a row with these weights, the manifest has the outputs %s"
              .formatted(
                  ref, outputs == 1 ? "one value" : outputs + " values", signature.resultNames()));
    }
    boolean probability = signature.score().kind() == ModelSignature.Kind.PROBABILITY;
    if (probability && !weights.link().givesProbabilities()) {
      throw new ModelException(
          "model %s: the link %s gives no probabilities, the manifest calls its score one; call it a value"
              .formatted(ref, weights.link().name().toLowerCase(Locale.ROOT)));
    }
    return new LinearModel(ref, signature, weights);
  }
}
