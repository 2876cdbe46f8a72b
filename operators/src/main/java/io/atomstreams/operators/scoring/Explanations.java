package io.atomstreams.operators.scoring;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.explain.ShapleyAttribution;
import io.atomstreams.model.serving.ModelExplainer;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Explains some of the predictions: a sample by the prediction's id, so that a replay explains the
 * same ones, and those of events that raised an alert. The sample is explained in the way the
 * model's engine has, be it a coarse one; alerts exactly if the engine can, else by Shapley values,
 * and so is the sample where the engine has no way at all. Belongs to one thread.
 */
public final class Explanations {

  private static final int DIGITS = 8;
  private static final double RANGE = 0x1p32;

  /**
   * Which.
   *
   * @param sample share of the predictions, in [0, 1]
   * @param alerts whether those of events that raised an alert are explained
   * @param orders pairs of orders drawn for each background row where Shapley values are estimated,
   *     1 to 64: an explanation's cost is {@code 2 × orders × rows × (features − 1)} rows through
   *     the model, its error falls with the root of it
   * @param mostPerBatch explanations of one micro-batch, those of alerts first; what is beyond is
   *     left out; 1 to 4096
   */
  public record Options(double sample, boolean alerts, int orders, int mostPerBatch)
      implements Serializable {

    /** One in a hundred, all alerts, four pairs of orders, at most 16 of a batch. */
    public static final Options DEFAULT = new Options(0.01, true, 4, 16);

    /** Fixed, so that a row is explained alike wherever and whenever it is asked for. */
    private static final long SEED = 1;

    public Options {
      if (!(sample >= 0 && sample <= 1)) {
        throw new IllegalArgumentException("sample is " + sample + ", must be 0 to 1");
      }
      if (orders < 1 || orders > 64) {
        throw new IllegalArgumentException("orders is " + orders + ", must be 1 to 64");
      }
      if (mostPerBatch < 1 || mostPerBatch > 4096) {
        throw new IllegalArgumentException(
            "mostPerBatch is " + mostPerBatch + ", must be 1 to 4096");
      }
    }

    /** What Shapley values may cost. */
    public ShapleyAttribution.Options budget() {
      return ShapleyAttribution.Options.defaults(SEED).withPairs(orders);
    }
  }

  private final Options options;
  private final ShapleyAttribution.Options budget;
  private final ModelCall call = new ModelCall();
  private double[] contributions = {};

  Explanations(Options options) {
    this.options = options;
    this.budget = options.budget();
  }

  /** Whether the prediction is in the sample: by the first 32 bits of its id. */
  boolean samples(Prediction prediction) {
    return options.sample() > 0
        && HexFormat.fromHexDigitsToLong(prediction.id(), 0, DIGITS) / RANGE < options.sample();
  }

  boolean ofAlerts() {
    return options.alerts();
  }

  /**
   * Explains the predictions of one model at {@code places}, in one call.
   *
   * @throws RuntimeException whatever the engine throws
   */
  void explain(
      ServedModel model,
      FeatureRecord[] batch,
      Prediction[] predictions,
      int[] places,
      int count,
      Explanation.Cause cause,
      Consumer<? super Explanation> out) {
    ModelExplainer explainer = model.explainer();
    Attribution attribution =
        cause == Explanation.Cause.ALERT ? explainer.close(budget) : explainer.quick(budget);
    int width = model.featureCount();
    float[] rows = call.gather(model, batch, places, count);
    if (contributions.length < count * (width + 1)) {
      contributions = new double[batch.length * (width + 1)];
    }
    attribution.attribute(rows, count, contributions);
    for (int i = 0; i < count; i++) {
      int from = i * (width + 1);
      out.accept(
          explanation(
              predictions[places[i]],
              model,
              attribution,
              Arrays.copyOfRange(rows, i * width, (i + 1) * width),
              Arrays.copyOfRange(contributions, from, from + width),
              contributions[from + width],
              cause));
    }
  }

  private static Explanation explanation(
      Prediction prediction,
      ServedModel model,
      Attribution attribution,
      float[] values,
      double[] added,
      double base,
      Explanation.Cause cause) {
    return new Explanation(
        prediction.id(),
        prediction.tenant(),
        prediction.entity(),
        prediction.scorer(),
        prediction.modelVersion(),
        attribution.method(),
        attribution.isExact(),
        attribution.link().name().toLowerCase(Locale.ROOT),
        prediction.probability(),
        base,
        model.manifest().features(),
        values,
        added,
        cause,
        prediction.sequence(),
        prediction.ts(),
        prediction.source(),
        prediction.readAtMicros());
  }
}
