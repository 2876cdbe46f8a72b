package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Alert.Reason;
import io.atomstreams.operators.event.Alert.Severity;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.util.Collections;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Records of every shape that the contracts allow, text with quotes and emoji included. */
final class OutputArbitraries {

  private OutputArbitraries() {}

  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(20),
        Arbitraries.of("tenant|c1", "Ünïcode", "\"quoted\"\n\\", "cart \uD83D\uDED2", "\u0000"));
  }

  private static Arbitrary<SourcePosition> sources() {
    return Combinators.combine(
            text(),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.longs().between(0, Long.MAX_VALUE))
        .as(SourcePosition::new);
  }

  static Arbitrary<Prediction> predictions() {
    Arbitrary<Float> share = Arbitraries.floats().between(0, 1).ofScale(9);
    return Combinators.combine(
            text(), text(), share, share, Arbitraries.longs(), Arbitraries.longs(), sources())
        .as(
            (id, text, p, base, sequence, ts, source) ->
                new Prediction(
                    id,
                    text,
                    text,
                    "churn",
                    p,
                    base,
                    text,
                    text,
                    id,
                    Prediction.Role.CANARY,
                    id,
                    text,
                    sequence,
                    ts,
                    source,
                    77));
  }

  static Arbitrary<Alert> alerts() {
    Arbitrary<Double> values =
        Arbitraries.oneOf(
            Arbitraries.doubles(), Arbitraries.of(Double.NaN, Double.MIN_VALUE, -0.0));
    Arbitrary<Reason> reasons = Combinators.combine(text(), values).as(Reason::new);
    return Combinators.combine(
            text(),
            text(),
            Arbitraries.of(Severity.class),
            reasons.list().ofMaxSize(5),
            Arbitraries.longs(),
            Arbitraries.longs(),
            sources())
        .as(
            (id, text, severity, list, sequence, ts, source) ->
                new Alert(id, text, text, "rule", severity, text, list, sequence, ts, source, 77));
  }

  static Arbitrary<Explanation> explanations() {
    Arbitrary<Float> values =
        Arbitraries.oneOf(Arbitraries.floats(), Arbitraries.of(Float.NaN, -0.0f));
    Arbitrary<Double> numbers =
        Arbitraries.oneOf(
            Arbitraries.doubles(), Arbitraries.of(Double.MIN_VALUE, -0.0, 1 / 3.0, 1e-7));
    return Combinators.combine(
            text(),
            values.list().ofMinSize(1).ofMaxSize(6),
            numbers.list().ofSize(7),
            Arbitraries.of(Explanation.Cause.class),
            Arbitraries.longs(),
            sources())
        .as(
            (text, seen, added, cause, ts, source) ->
                new Explanation(
                    text,
                    text,
                    text,
                    "churn",
                    text,
                    "tree_shap",
                    seen.size() > 2,
                    "logit",
                    0.25f,
                    added.get(6),
                    Collections.nCopies(seen.size(), text),
                    floats(seen),
                    IntStream.range(0, seen.size()).mapToDouble(added::get).toArray(),
                    cause,
                    7,
                    ts,
                    source,
                    77));
  }

  static Arbitrary<Importance> importances() {
    Arbitrary<Importance.Ranked> ranked =
        Combinators.combine(
                text(),
                Arbitraries.doubles().greaterOrEqual(0),
                Arbitraries.doubles().between(0, 1))
            .as(Importance.Ranked::new);
    return Combinators.combine(
            text(),
            ranked.list().ofMaxSize(10),
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            Arbitraries.longs(),
            sources())
        .as(
            (text, features, count, ts, source) ->
                new Importance(text, text, text, "identity", 3, count, features, ts, source, 77));
  }

  static Arbitrary<FeatureRecord> features() {
    Arbitrary<Float> values =
        Arbitraries.oneOf(
            Arbitraries.floats(),
            Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0f));
    Arbitrary<Touch> touches = Combinators.combine(text(), Arbitraries.longs()).as(Touch::new);
    return Combinators.combine(
            text(),
            text(),
            Arbitraries.longs(),
            Arbitraries.of(Outcome.class),
            touches.list().ofMaxSize(3),
            values.list().ofMaxSize(200),
            sources())
        .as(
            (tenant, text, ts, outcome, touched, vector, source) ->
                new FeatureRecord(
                    tenant,
                    text,
                    text,
                    ts,
                    outcome,
                    touched,
                    ts + 1,
                    text,
                    floats(vector),
                    source,
                    touched.stream().map(Touch::entity).toList(),
                    77));
  }

  private static float[] floats(java.util.List<Float> values) {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return vector;
  }
}
