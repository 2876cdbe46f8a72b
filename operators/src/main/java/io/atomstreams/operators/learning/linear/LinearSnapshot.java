package io.atomstreams.operators.learning.linear;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.model.engine.linear.LinearSum;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Weighted sums over an encoder's coordinates as a model of engine {@code linear}: numbers with
 * mean and scale as they stand, categories as what each level adds.
 */
final class LinearSnapshot {

  private final Schema schema;
  private final RowEncoder encoder;
  private final OnlineScaler scaler;

  LinearSnapshot(Schema schema, RowEncoder encoder, OnlineScaler scaler) {
    this.schema = schema;
    this.encoder = encoder;
    this.scaler = scaler;
  }

  /** One sum; the weight of the last coordinate is part of the intercept. */
  LinearSum sum(IntToDoubleFunction weights, double base) {
    List<Double> ofNumbers = new ArrayList<>();
    Map<String, List<Double>> levels = new HashMap<>();
    for (int i = 0; i < schema.width(); i++) {
      Attribute attribute = schema.attributes().get(i);
      int from = encoder.coordinate(i);
      ofNumbers.add(attribute.isNumber() ? weights.applyAsDouble(from) : 0.0);
      if (!attribute.isNumber()) {
        levels.put(
            attribute.name(),
            IntStream.range(from, from + attribute.levels())
                .mapToObj(weights::applyAsDouble)
                .toList());
      }
    }
    return new LinearSum(ofNumbers, base + weights.applyAsDouble(encoder.width() - 1), levels);
  }

  LearnedModel model(LinearLink link, List<LinearSum> sums) {
    List<String> names = schema.attributes().stream().map(Attribute::name).toList();
    int[] attributes = IntStream.range(0, names.size()).toArray();
    LinearSum first = sums.get(0);
    LinearWeights weights =
        new LinearWeights(
            names,
            encoder.options().log(),
            IntStream.of(attributes).mapToObj(i -> encoder.mean(scaler, i)).toList(),
            IntStream.of(attributes).mapToObj(i -> encoder.scale(scaler, i)).toList(),
            first.weights(),
            first.intercept(),
            link,
            encoder.options().scale() ? encoder.options().clip() : Float.MAX_VALUE,
            first.levels(),
            sums.subList(1, sums.size()));
    byte[] json = weights.toJson().getBytes(StandardCharsets.UTF_8);
    return new LearnedModel(
        new LinearEngine().name(),
        signature(link, names, sums.size()),
        Map.of(LinearEngine.WEIGHTS_FILE, json));
  }

  private static ModelSignature signature(LinearLink link, List<String> names, int sums) {
    if (link == LinearLink.LOGIT) {
      return ModelSignature.probability("features", "probability", names);
    }
    boolean classes = link == LinearLink.SOFTMAX;
    String output = classes ? "probabilities" : "value";
    return new ModelSignature(
        List.of(TensorSpec.floatRows("features", names.size())),
        List.of(classes ? TensorSpec.floatRows(output, sums) : TensorSpec.floatPerRow(output)),
        names,
        new Score(output, classes ? 1 : 0, classes ? Kind.PROBABILITY : Kind.VALUE));
  }
}
