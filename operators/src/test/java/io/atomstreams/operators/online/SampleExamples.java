package io.atomstreams.operators.online;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.learning.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of examples whose answers follow from their first value, the other way from a change on.
 */
public final class SampleExamples {

  public static final String LABEL = "churn_30d";
  public static final String SCORER = "churn";
  public static final String LIST = "list-1";
  public static final List<Attribute> ATTRIBUTES =
      List.of(Attribute.number("a"), Attribute.number("b"), Attribute.number("c"));

  private SampleExamples() {}

  /** Two examples a second on average; several share a time now and then. */
  public static List<Example> stream(int count, int changeAt, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    long ts = 1_000_000_000_000L;
    for (int i = 0; i < count; i++) {
      ts += random.nextInt(4) == 0 ? 0 : random.nextInt(1300);
      float[] vector = {random.nextFloat() * 4 - 2, random.nextFloat(), random.nextFloat()};
      boolean yes = (vector[0] > 0) == (i < changeAt) == (random.nextInt(10) != 0);
      double said = vector[0] > 0 ? 0.85 : 0.15;
      examples.add(example(i, ts, yes ? 1 : 0, Example.Kind.FIRST, 1, vector, said));
      if (random.nextInt(50) == 0) {
        ts += 1;
        examples.add(example(i, ts, yes ? 1 : 0, Example.Kind.RETRACTED, -1, vector, said));
        examples.add(example(i, ts, yes ? 0 : 1, Example.Kind.CORRECTED, 1, vector, said));
      }
    }
    return examples;
  }

  public static Example example(
      int number,
      long ts,
      double target,
      Example.Kind kind,
      double weight,
      float[] vector,
      double said) {
    String tenant = number % 3 == 0 ? "acme" : "globex";
    return new Example(
        "id" + Integer.toHexString(number * 0x9E3779B1),
        tenant,
        tenant + "|c" + number % 40,
        LABEL,
        target,
        weight,
        kind,
        ts - 1000,
        ts,
        LIST,
        vector,
        List.of(
            new Example.Score(SCORER, "churn@1", Prediction.Role.CHAMPION, (float) said),
            new Example.Score(SCORER, "churn@2", Prediction.Role.SHADOW, (float) (1 - said))),
        new SourcePosition("sales-events", number % 4, number),
        0);
  }

  public static EvaluationFold.Options evaluations(long window) {
    return new EvaluationFold.Options(
        LABEL,
        window,
        new BinaryEvaluator.Options(List.of(0.5, 0.8), 10, 2000),
        new GroupFairness.Options(0.5, 0.1, 0.05, 100));
  }

  public static LearningFold.Options options(String type, int shards, List<Watch> watches) {
    return new LearningFold.Options(
        "churn_learner",
        LABEL,
        LIST,
        new LearnerSpec(type, ATTRIBUTES, watches),
        Version.MINUTE,
        50,
        shards,
        new Segments(true, List.of(new Segments.FeatureCut("b", 1, List.of(0.5)))));
  }

  /** Of the log loss of what served. */
  public static DetectionFold detection(String detector) {
    return new DetectionFold(
        new Watch("served", detector, SCORER, Loss.LOG_LOSS, List.of(Watch.Action.ALERT)),
        new Inquiry(
            LIST,
            ATTRIBUTES.stream().map(Attribute::name).toList(),
            new Segments(true, List.of(new Segments.FeatureCut("b", 1, List.of(0.5))))));
  }
}
