package io.atomstreams.model.engine.linear;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import java.util.List;

/**
 * The content of {@code weights.json}: {@code p = 1 / (1 + exp(−(intercept + Σ wᵢ · zᵢ)))} with
 * {@code zᵢ = (t(xᵢ) − meanᵢ) / scaleᵢ}, and {@code zᵢ = 0} where {@code xᵢ} is {@code NaN}.
 *
 * @param features the columns, in order
 * @param signedLog whether {@code t(x) = sign(x) · ln(1 + |x|)}; otherwise {@code t(x) = x}
 * @param mean of the transformed training column
 * @param scale standard deviation of the transformed training column, above 0
 * @param weights in the order of {@code features}
 */
public record LinearWeights(
    List<String> features,
    boolean signedLog,
    List<Double> mean,
    List<Double> scale,
    List<Double> weights,
    double intercept) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public LinearWeights {
    features = List.copyOf(features);
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    weights = List.copyOf(weights);
    int columns = features.size();
    if (mean.size() != columns || scale.size() != columns || weights.size() != columns) {
      throw new ModelException(
          "linear weights: "
              + columns
              + " features need as many means, scales and weights, not "
              + mean.size()
              + ", "
              + scale.size()
              + " and "
              + weights.size());
    }
    requireNumbers("intercept", List.of(intercept));
    requireNumbers("mean", mean);
    requireNumbers("scale", scale);
    requireNumbers("weight", weights);
    for (int i = 0; i < columns; i++) {
      if (!(scale.get(i) > 0)) {
        throw new ModelException(
            "linear weights: the scale of "
                + features.get(i)
                + " is "
                + scale.get(i)
                + ", it must be above 0");
      }
    }
  }

  private static void requireNumbers(String what, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new ModelException(
            "linear weights: %s %d is %s; the training has diverged, train again"
                .formatted(what, i, values.get(i)));
      }
    }
  }

  /** The text of {@code weights.json}. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("weights are plain data and can always be written", e);
    }
  }

  /**
   * Reads {@link #toJson} back.
   *
   * @throws ModelException if the text is something else
   */
  public static LinearWeights fromJson(String json) {
    try {
      return MAPPER.readValue(json, LinearWeights.class);
    } catch (JsonProcessingException e) {
      throw new ModelException("not linear weights: " + e.getOriginalMessage(), e);
    }
  }
}
