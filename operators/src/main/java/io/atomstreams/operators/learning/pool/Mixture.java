package io.atomstreams.operators.learning.pool;

import io.atomstreams.model.engine.ensemble.EnsembleEngine;
import io.atomstreams.model.engine.ensemble.WeightedMean;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A weighted mean of published members as a model of the engine {@code ensemble}. */
final class Mixture {

  private static final String ENGINE = "ensemble";

  private Mixture() {}

  /** Empty if a member has no engine, or more than one number is predicted. */
  static Optional<LearnedModel> published(
      Target target, List<? extends Member<?>> members, double[] weights) {
    if (target.classes() > 2) {
      return Optional.empty();
    }
    List<WeightedMean.Part> parts = new ArrayList<>();
    Map<String, byte[]> files = new HashMap<>();
    LearnedModel first = null;
    for (int i = 0; i < weights.length; i++) {
      Optional<LearnedModel> published = members.get(i).publish();
      if (published.isEmpty()) {
        return Optional.empty();
      }
      LearnedModel model = published.get();
      first = first == null ? model : first;
      String directory = "member-" + i;
      parts.add(new WeightedMean.Part(directory, model.engine(), weights[i], model.signature()));
      model.files().forEach((name, content) -> files.put(directory + "/" + name, content));
    }
    files.put(EnsembleEngine.ENSEMBLE_FILE, WeightedMean.file(parts));
    return Optional.of(new LearnedModel(ENGINE, first.signature(), files));
  }
}
