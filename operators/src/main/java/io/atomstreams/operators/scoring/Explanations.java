package io.atomstreams.operators.scoring;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Explains some of the predictions: a sample by the prediction's id, so that a replay explains the
 * same ones, and those of events that raised an alert. Models without a method of their own are not
 * explained. Belongs to one thread.
 */
public final class Explanations {

  private static final int DIGITS = 8;
  private static final double RANGE = 0x1p32;

  /**
   * Which.
   *
   * @param sample share of the predictions, in [0, 1]
   * @param alerts whether those of events that raised an alert are explained
   */
  public record Options(double sample, boolean alerts) implements Serializable {
    public Options {
      if (!(sample >= 0 && sample <= 1)) {
        throw new IllegalArgumentException("sample is " + sample + ", must be 0 to 1");
      }
    }
  }

  private final Options options;
  private final ModelCall call = new ModelCall();
  private double[] contributions = {};

  Explanations(Options options) {
    this.options = options;
  }

  /** Whether the prediction is in the sample: by the first 32 bits of its id. */
  boolean samples(Prediction prediction) {
    return options.sample() > 0
        && HexFormat.fromHexDigitsToLong(prediction.id(), 0, DIGITS) / RANGE < options.sample();
  }

  boolean ofAlerts() {
    return options.alerts();
  }

  /** Explains the predictions of one model at {@code places}, in one call. */
  void explain(
      ServedModel model,
      FeatureRecord[] batch,
      Prediction[] predictions,
      int[] places,
      int count,
      Explanation.Cause cause,
      Consumer<? super Output> out) {
    Attribution attribution = model.attribution().orElse(null);
    if (attribution == null || count == 0) {
      return;
    }
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
