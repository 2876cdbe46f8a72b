package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import java.util.function.Consumer;

/** What one model said of an example, before it is judged. */
record Said(String scorer, String modelVersion, Prediction.Role role, double probability) {

  static Said by(Example.Score score) {
    return new Said(score.scorer(), score.modelVersion(), score.role(), score.probability());
  }

  /** Judges it in each segment of the example; what is no probability is not judged. */
  void judge(Example example, double weight, Segments segments, Consumer<? super Judged> out) {
    if (!(probability >= 0 && probability <= 1)) {
      return;
    }
    for (String segment : segments.of(example)) {
      out.accept(judged(example, weight, segment, ""));
    }
    for (Segments.Group group : segments.groupsOf(example)) {
      out.accept(judged(example, weight, group.segment(), group.name()));
    }
  }

  private Judged judged(Example example, double weight, String segment, String group) {
    return new Judged(
        example.id(),
        example.kind(),
        example.label(),
        scorer,
        modelVersion,
        role,
        segment,
        group,
        example.target(),
        probability,
        weight,
        example.asOf(),
        example.ts());
  }
}
