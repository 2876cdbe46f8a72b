package io.atomstreams.operators.learning;

import io.atomstreams.model.ModelSignature;
import java.util.Map;

/**
 * A learner's state as the files of a model: what is registered as a version and scores without the
 * learner.
 *
 * @param engine name of the engine that opens it
 * @param signature inputs, outputs and the feature list, which is the schema's
 * @param files content by path below the version's directory, with {@code /} between its parts
 */
public record LearnedModel(String engine, ModelSignature signature, Map<String, byte[]> files) {

  public LearnedModel {
    files = Map.copyOf(files);
  }
}
