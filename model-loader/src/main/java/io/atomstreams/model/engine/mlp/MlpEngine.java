package io.atomstreams.model.engine.mlp;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a {@code network.json} ({@link NetworkWeights}). Needs no library and no warm-up. The one
 * output has as many values a row as the last layer has units.
 */
public final class MlpEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String NETWORK_FILE = "network.json";

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    read(ref, artifacts);
  }

  private static NetworkWeights read(ModelRef ref, Path artifacts) {
    try {
      return NetworkWeights.fromJson(Files.readString(artifacts.resolve(NETWORK_FILE)));
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine mlp needs " + NETWORK_FILE + " in " + artifacts, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    NetworkWeights weights = read(ref, artifacts);
    requireFit(ref, signature, weights);
    return new MlpModel(ref, signature, weights);
  }

  private static void requireFit(ModelRef ref, ModelSignature signature, NetworkWeights weights) {
    if (!weights.features().equals(signature.features())) {
      throw new ModelException(
          "model %s: %s lists the features %s, the manifest %s; train and save a new version"
              .formatted(ref, NETWORK_FILE, weights.features(), signature.features()));
    }
    NetworkWeights.Layer last = weights.last();
    if (signature.outputs().size() != 1 || signature.outputWidth() != last.outputs()) {
      throw new ModelException(
          "model %s: the network gives one output of %d values a row, the manifest says %s"
              .formatted(ref, last.outputs(), signature.outputs()));
    }
    boolean probability =
        last.activation() == Activation.SIGMOID || last.activation() == Activation.SOFTMAX;
    if (signature.score().kind() == ModelSignature.Kind.PROBABILITY && !probability) {
      throw new ModelException(
          "model %s: the score is to be a probability, but the last layer ends in %s; a sigmoid or a softmax gives one"
              .formatted(ref, last.activation()));
    }
  }
}
