package io.atomstreams.operators.event;

import java.util.List;

/**
 * Which features have mattered most to a model lately, over the predictions that one scoring
 * subtask has explained since it began. Numbers of several subtasks are put together by weighting
 * with {@code explanations}.
 *
 * @param id hash of scorer, model version, link, subtask and the position of the last explanation
 * @param modelVersion {@code name@version}
 * @param link the scale of the contributions: "logit" or "identity"
 * @param explanations that were taken in, without decay
 * @param features the most important first, at most ten
 * @param asOf event time of the latest explanation, ms
 * @param source input of the explanation that came last
 */
public record Importance(
    String id,
    String scorer,
    String modelVersion,
    String link,
    int subtask,
    long explanations,
    List<Ranked> features,
    long asOf,
    SourcePosition source,
    long readAtMicros)
    implements Output {

  /**
   * One feature.
   *
   * @param importance its mean absolute contribution, 0 or more
   * @param share of the sum over all of the model's features, in [0, 1]
   */
  public record Ranked(String name, double importance, double share) {}

  @Override
  public boolean isSide() {
    return true;
  }
}
