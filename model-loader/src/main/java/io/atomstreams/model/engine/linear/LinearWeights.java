package io.atomstreams.model.engine.linear;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of {@code weights.json}: the sum {@code s = intercept + Σ wᵢ · zᵢ} with {@code zᵢ =
 * (t(xᵢ) − meanᵢ) / scaleᵢ}, and {@code zᵢ = 0} where {@code xᵢ} is {@code NaN}; a category's term
 * is what its level adds, 0 if it has no such level. The link makes the output of it: {@code p = 1
 * / (1 + exp(−s))} where none is named.
 *
 * @param features the columns, in order
 * @param signedLog whether {@code t(x) = sign(x) · ln(1 + |x|)}; otherwise {@code t(x) = x}
 * @param mean of the transformed training column
 * @param scale standard deviation of the transformed training column, above 0
 * @param weights in the order of {@code features}; of the first sum, where there are several
 * @param intercept of the first sum
 * @param link what becomes of the sums
 * @param clip no {@code zᵢ} is further from 0, above 0; 0 for no such bound
 * @param levels of categories, by name: what each level, 0, 1, …, adds to the first sum
 * @param others the sums of the classes after the first; none unless the link is softmax
 */
public record LinearWeights(
    List<String> features,
    boolean signedLog,
    List<Double> mean,
    List<Double> scale,
    List<Double> weights,
    double intercept,
    LinearLink link,
    double clip,
    Map<String, List<Double>> levels,
    @JsonProperty("classes") List<LinearSum> others) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** What a file says that says nothing of links: such files were all there was at first. */
  private static final ObjectNode UNSAID = unsaid();

  public LinearWeights {
    features = List.copyOf(features);
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    others = List.copyOf(others);
    LinearSum first = new LinearSum(weights, intercept, levels);
    weights = first.weights();
    levels = first.levels();
    requireColumns(features, mean, scale, weights);
    requireSums(features, first, others);
    if (!(clip >= 0) || Double.isInfinite(clip)) {
      throw new ModelException(
          "linear weights: clip is %s, it must be 0 for none, or above".formatted(clip));
    }
    if ((link == LinearLink.SOFTMAX) == others.isEmpty()) {
      throw new ModelException(
          "linear weights: the link %s with %d more classes; softmax needs 1 or more, the others none"
              .formatted(link, others.size()));
    }
  }

  /** A logistic regression of numbers. */
  public LinearWeights(
      List<String> features,
      boolean signedLog,
      List<Double> mean,
      List<Double> scale,
      List<Double> weights,
      double intercept) {
    this(
        features,
        signedLog,
        mean,
        scale,
        weights,
        intercept,
        LinearLink.LOGIT,
        0,
        Map.of(),
        List.of());
  }

  private static ObjectNode unsaid() {
    ObjectNode node = MAPPER.createObjectNode().put("link", "logit").put("clip", 0.0);
    node.putObject("levels");
    node.putArray("classes");
    return node;
  }

  private static void requireColumns(
      List<String> features, List<Double> mean, List<Double> scale, List<Double> weights) {
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
    LinearSum.requireNumbers("mean", mean);
    LinearSum.requireNumbers("scale", scale);
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

  private static void requireSums(List<String> features, LinearSum first, List<LinearSum> others) {
    first.require(features);
    for (LinearSum other : others) {
      other.require(features);
      if (!sizes(other).equals(sizes(first))) {
        throw new ModelException(
            "linear weights: one class has the levels %s, another %s"
                .formatted(sizes(first), sizes(other)));
      }
    }
  }

  private static Map<String, Integer> sizes(LinearSum sum) {
    Map<String, Integer> sizes = new TreeMap<>();
    sum.levels().forEach((feature, added) -> sizes.put(feature, added.size()));
    return sizes;
  }

  /** All sums, the first one with them. */
  public List<LinearSum> sums() {
    List<LinearSum> sums = new ArrayList<>();
    sums.add(new LinearSum(weights, intercept, levels));
    sums.addAll(others);
    return List.copyOf(sums);
  }

  /** The text of {@code weights.json}; what goes without saying is not said. */
  public String toJson() {
    try {
      ObjectNode node = MAPPER.valueToTree(this);
      UNSAID
          .properties()
          .forEach(
              property -> {
                if (property.getValue().equals(node.get(property.getKey()))) {
                  node.remove(property.getKey());
                }
              });
      return MAPPER.writeValueAsString(node) + "\n";
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
      JsonNode node = MAPPER.readTree(json);
      if (node instanceof ObjectNode object) {
        UNSAID
            .properties()
            .forEach(property -> object.putIfAbsent(property.getKey(), property.getValue()));
      }
      return MAPPER.treeToValue(node, LinearWeights.class);
    } catch (JsonProcessingException e) {
      throw new ModelException("not linear weights: " + e.getOriginalMessage(), e);
    }
  }
}
