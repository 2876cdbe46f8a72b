package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.rollout.Lineup;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers that are right though the assigned model has not given them: the job may lack a model
 * that is here. Whoever stands in must be of the line-up or the base rate, say so, say what it says
 * of this very vector, and be right in all else.
 */
final class StandIns {

  private final WarmModels models;
  private final float baseRate;

  /**
   * Those of one scorer.
   *
   * @param models with all that may answer ready
   * @param baseRate of the scorer, where nothing is known of the assigned model
   */
  StandIns(WarmModels models, float baseRate) {
    this.models = models;
    this.baseRate = baseRate;
  }

  /** Who may answer under a line-up: all but its shadow. */
  static Stream<ModelRef> answering(Lineup lineup) {
    return Stream.of(lineup.canary().map(Lineup.Canary::model), lineup.champion(), lineup.standby())
        .flatMap(Optional::stream);
  }

  /**
   * Whether what was seen is such an answer.
   *
   * @param must what the line-up gives where no model is lacking
   */
  boolean accept(Prediction seen, Prediction must, Lineup lineup, FeatureRecord vector) {
    if (!seen.insteadOf().equals(must.assigned())) {
      return false;
    }
    Stream<Prediction> right =
        seen.modelVersion().equals(Prediction.BASE_RATE)
            ? baseRates(lineup, must)
                .map(rate -> answer(must, rate, rate, Prediction.BASE_RATE, ""))
            : Stream.of(lineup.champion(), lineup.standby())
                .flatMap(Optional::stream)
                .filter(ref -> !ref.toString().equals(must.assigned()))
                .flatMap(ref -> models.find(ref).stream())
                .map(model -> answer(must, model, vector));
    return right.anyMatch(seen::equals);
  }

  /** The scorer's own and, where the job knows that much of it, that of the assigned model. */
  private Stream<Float> baseRates(Lineup lineup, Prediction must) {
    Stream<Float> ofAssigned =
        answering(lineup)
            .filter(ref -> ref.toString().equals(must.assigned()))
            .flatMap(ref -> models.find(ref).stream())
            .map(model -> (float) model.manifest().baseRate());
    return Stream.concat(Stream.of(baseRate), ofAssigned);
  }

  private static Prediction answer(Prediction must, ServedModel model, FeatureRecord vector) {
    float[] row = new float[model.featureCount()];
    model.project(vector.vector(), 0, row, 0);
    float[] score = new float[1];
    model.score(row, 1, score);
    float rate = (float) model.manifest().baseRate();
    return answer(must, score[0], rate, model.versionText(), model.digest());
  }

  private static Prediction answer(
      Prediction must, float score, float rate, String version, String digest) {
    return new Prediction(
        must.id(),
        must.tenant(),
        must.entity(),
        must.scorer(),
        score,
        rate,
        version,
        digest,
        must.assigned(),
        must.role(),
        must.specHash(),
        must.listHash(),
        must.sequence(),
        must.ts(),
        must.source(),
        0);
  }
}
