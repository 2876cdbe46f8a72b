package io.atomstreams.operators.learning.pool;

import io.atomstreams.model.engine.ensemble.EnsembleSpec;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Target;
import java.nio.charset.StandardCharsets;
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
    List<EnsembleSpec.Member> specs = new ArrayList<>();
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
      specs.add(
          new EnsembleSpec.Member(directory, model.engine(), weights[i], model.signature()));
      model.files().forEach((name, content) -> files.put(directory + "/" + name, content));
    }
    EnsembleSpec spec = new EnsembleSpec(EnsembleSpec.Method.MEAN, specs, 0, null);
    files.put("ensemble.json", spec.toJson().getBytes(StandardCharsets.UTF_8));
    return Optional.of(new LearnedModel(ENGINE, first.signature(), files));
  }
}
