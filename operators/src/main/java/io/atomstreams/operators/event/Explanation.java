package io.atomstreams.operators.event;

import java.util.List;
import java.util.Locale;

/**
 * What each feature added to a score: {@code probability = 1 / (1 + exp(−(base + Σ
 * contributions)))} where the link is "logit", {@code base + Σ contributions} where it is
 * "identity", to within 1e-6.
 *
 * @param id of the prediction it explains
 * @param entity key, {@code tenant|id}
 * @param method how it was found, for example {@code tree_shap}
 * @param exact whether that method is exact, or estimates
 * @param link "logit" or "identity"
 * @param base what the model says of nobody in particular, on the scale of the link
 * @param features the model's own, in its order
 * @param values of the features as the model saw them; {@code NaN} where one had none
 * @param contributions on the scale of the link
 * @param cause why it was made
 * @param ts the event's own time, ms
 */
public record Explanation(
    String id,
    String tenant,
    String entity,
    String scorer,
    String modelVersion,
    String method,
    boolean exact,
    String link,
    float probability,
    double base,
    List<String> features,
    float[] values,
    double[] contributions,
    Cause cause,
    long sequence,
    long ts,
    SourcePosition source,
    long readAtMicros)
    implements Output {

  @Override
  public boolean isSide() {
    return true;
  }

  /** Why a prediction is explained. */
  public enum Cause {
    /** Its event raised an alert. */
    ALERT,
    /** Its id is in the sample. */
    SAMPLE;

    /** As it is written in records. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
