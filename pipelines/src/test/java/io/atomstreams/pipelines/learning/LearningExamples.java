package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Answers that follow from a vector's first value, and from a change on the other way round. */
final class LearningExamples {

  static final String LABEL = "churn_30d";
  static final FeatureList FEATURES =
      new FeatureList("customer", List.of(feature("orders"), feature("spend"), feature("visits")));

  private static final long BEGIN = 1_000_000_020_000L;
  private static final double NOISE = 0.1;

  private LearningExamples() {}

  private static FeatureSpec feature(String name) {
    return new FeatureSpec.Windowed(
        name,
        Aggregations.byName("count").with(Map.of()),
        Measure.ORDER_VALUE,
        Set.of(EventType.ORDER_PLACED),
        Duration.ofDays(1));
  }

  /** About one a second of event time; corrections among them. */
  static List<Example> stream(int questions, int changeAt, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    long ts = BEGIN;
    for (int i = 0; i < questions; i++) {
      ts += random.nextInt(5) == 0 ? 0 : random.nextInt(2500);
      float[] vector = {random.nextFloat() * 4 - 2, random.nextFloat(), random.nextFloat()};
      boolean positive = vector[0] > 0 == i < changeAt;
      double target = positive == random.nextDouble() >= NOISE ? 1 : 0;
      examples.add(example(i, ts, target, Example.Kind.FIRST, 1, vector));
      if (random.nextInt(40) == 0) {
        ts += 7;
        examples.add(example(i, ts, target, Example.Kind.RETRACTED, -1, vector));
        examples.add(example(i, ts, 1 - target, Example.Kind.CORRECTED, 1, vector));
      }
    }
    return examples;
  }

  private static Example example(
      int number, long ts, double target, Example.Kind kind, double weight, float[] vector) {
    String tenant = number % 3 == 0 ? "acme" : "globex";
    float said = vector[0] > 0 ? 0.9f : 0.1f;
    return new Example(
        "q" + Integer.toHexString(number * 0x9E3779B1),
        tenant,
        tenant + "|c" + number % 50,
        LABEL,
        target,
        weight,
        kind,
        ts - 1000,
        ts,
        FEATURES.hash(),
        vector,
        List.of(
            new Example.Score("churn", "churn@1", Prediction.Role.CHAMPION, said),
            new Example.Score("churn", "churn@2", Prediction.Role.SHADOW, 1 - said)),
        new SourcePosition("sales-events", 0, number),
        0);
  }
}
