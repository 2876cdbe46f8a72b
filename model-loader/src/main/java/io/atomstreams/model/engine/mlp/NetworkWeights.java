package io.atomstreams.model.engine.mlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import java.util.List;
import java.util.Objects;

/**
 * The content of {@code network.json}. A raw value {@code x} of column {@code i} becomes {@code zᵢ
 * = (t(x) − meanᵢ) / scaleᵢ}, and {@code zᵢ = 0} where it is {@code NaN}; then each layer computes
 * {@code activation(inputs · kernel + bias)} of what came before.
 *
 * @param features the columns, in order
 * @param signedLog whether {@code t(x) = sign(x) · ln(1 + |x|)}; otherwise {@code t(x) = x}
 * @param mean of the transformed training column; finite
 * @param scale standard deviation of the transformed training column; finite and above 0
 * @param layers one or more; the first takes the features, each other what the one before gives
 */
public record NetworkWeights(
    List<String> features, boolean signedLog, float[] mean, float[] scale, List<Layer> layers) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * A fully connected layer.
   *
   * @param inputs how many values it takes, 1 or more
   * @param outputs how many units it has, 1 or more
   * @param activation what each unit's sum goes through
   * @param kernel row-major, inputs × outputs; finite
   * @param bias one per output; finite
   */
  public record Layer(
      int inputs, int outputs, Activation activation, float[] kernel, float[] bias) {
    public Layer {
      Objects.requireNonNull(activation, "a layer needs an activation");
      if (inputs < 1
          || outputs < 1
          || kernel.length != (long) inputs * outputs
          || bias.length != outputs) {
        throw new ModelException(
            "a layer of %d inputs and %d outputs needs a kernel of %d and a bias of %d values, not %d and %d"
                .formatted(
                    inputs, outputs, (long) inputs * outputs, outputs, kernel.length, bias.length));
      }
      requireFinite("kernel", kernel);
      requireFinite("bias", bias);
    }
  }

  public NetworkWeights {
    features = List.copyOf(features);
    layers = List.copyOf(layers);
    int columns = features.size();
    if (mean.length != columns || scale.length != columns) {
      throw new ModelException(
          "network: %d features need as many means and scales, not %d and %d"
              .formatted(columns, mean.length, scale.length));
    }
    requireFinite("mean", mean);
    requireFinite("scale", scale);
    for (int i = 0; i < columns; i++) {
      if (!(scale[i] > 0)) {
        throw new ModelException(
            "network: the scale of %s is %s, it must be above 0"
                .formatted(features.get(i), scale[i]));
      }
    }
    requireChain(columns, layers);
  }

  private static void requireChain(int columns, List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new ModelException("network: there are no layers; one is the least");
    }
    int width = columns;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer.inputs() != width) {
        throw new ModelException(
            "network: layer %d takes %d values, what comes before gives %d"
                .formatted(i, layer.inputs(), width));
      }
      if (layer.activation() == Activation.SOFTMAX && i < layers.size() - 1) {
        throw new ModelException(
            "network: layer %d is a softmax; only the last one may be".formatted(i));
      }
      width = layer.outputs();
    }
  }

  private static void requireFinite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelException(
            "network: value %d of a %s is %s; weights are finite, train again"
                .formatted(i, what, values[i]));
      }
    }
  }

  /** The layer whose values come out. */
  Layer last() {
    return layers.get(layers.size() - 1);
  }

  /** The text of {@code network.json}. The same network gives the same text. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("weights are plain data and can always be written", e);
    }
  }

  /**
   * Reads {@link #toJson} back, bit by bit.
   *
   * @throws ModelException if the text is something else
   */
  public static NetworkWeights fromJson(String json) {
    try {
      return MAPPER.readValue(json, NetworkWeights.class);
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof ModelException misfit
          ? new ModelException(misfit.getMessage(), e)
          : new ModelException("not a network: " + e.getOriginalMessage(), e);
    }
  }
}
