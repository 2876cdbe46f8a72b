package io.atomstreams.pipelines.report;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.profile.FieldProfile;
import io.atomstreams.operators.profile.Profile;
import io.atomstreams.operators.profile.ValueType;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import io.atomstreams.pipelines.report.section.FeatureNames;
import io.atomstreams.pipelines.report.source.Archive;
import io.atomstreams.pipelines.report.source.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Some records of every topic, made by a fixed seed, whose tenant, features and reasons would like
 * to be markup.
 */
final class ReportSample implements Archive {

  static final String HOSTILE = "<script>alert('1')</script>&\"</style>";
  static final Instant NOW = Instant.parse("2026-03-26T20:00:00Z");

  private static final long BEGIN = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final SourcePosition SOURCE = new SourcePosition("sales-events", 0, 1);

  private final List<Sighting> sightings;

  ReportSample(List<Sighting> sightings) {
    this.sightings = List.copyOf(sightings);
  }

  static ReportSample full() {
    return new ReportSample(sightings());
  }

  static FeatureNames names() {
    return (of, place) -> place == 0 ? HOSTILE : "feature_" + place;
  }

  static Report report(Archive archive) {
    return Report.of(
        archive, Span.ALL, new Choice(Optional.empty(), Optional.empty()), names(), NOW);
  }

  @Override
  public String name() {
    return "topics " + HOSTILE;
  }

  @Override
  public Clock clock() {
    return Clock.TAKEN;
  }

  @Override
  public Tally read(Span span, Consumer<Sighting> sink) {
    Map<String, Long> read = new TreeMap<>();
    for (Sighting sighting : sightings) {
      read.merge(sighting.topic().baseName(), 1L, Long::sum);
      sink.accept(sighting);
    }
    return new Tally(read, Map.of());
  }

  /** In the order of topics; only that of the log of models matters. */
  static List<Sighting> sightings() {
    List<Sighting> all = new ArrayList<>();
    models(all);
    Random random = new Random(11);
    for (int i = 0; i < 600; i++) {
      event(all, i, random);
    }
    for (int window = 1; window <= 24; window++) {
      windows(all, BEGIN + 24 * HOUR * window, random.nextDouble());
    }
    moments(all);
    return all;
  }

  private static void event(List<Sighting> all, int i, Random random) {
    long ts = BEGIN + i * HOUR;
    String tenant = i % 7 == 0 ? HOSTILE : "shop";
    FeatureRecord.Outcome outcome =
        i % 10 == 0
            ? FeatureRecord.Outcome.DUPLICATE
            : i % 2 == 0 ? FeatureRecord.Outcome.UPDATED : FeatureRecord.Outcome.SCORED;
    boolean scored = outcome == FeatureRecord.Outcome.SCORED;
    float[] vector =
        scored
            ? new float[] {i % 3 == 0 ? Float.NaN : i, (float) Math.exp(random.nextGaussian()), 1}
            : new float[0];
    FeatureRecord record =
        new FeatureRecord(
            tenant,
            "e" + i,
            "order_placed",
            ts,
            outcome,
            List.of(),
            ts,
            "ab12",
            vector,
            0,
            scored ? 2 : 0,
            SOURCE,
            i % 50 == 0 ? List.of(HOSTILE) : List.of(),
            0);
    add(all, Topic.FEATURES, record, ts, Sighting.NO_TIME);
    if (i % 40 == 0) {
      String reason = i % 80 == 0 ? "late" : HOSTILE;
      add(
          all,
          Topic.DEAD_LETTERS,
          new Sighting.Refusal(reason, tenant, "sales-events", true),
          ts,
          Sighting.NO_TIME);
    }
    if (scored) {
      scored(all, i, ts, tenant, random);
    }
  }

  private static void scored(List<Sighting> all, int i, long ts, String tenant, Random random) {
    float said = random.nextFloat();
    boolean yes = random.nextFloat() < said * said;
    String version = i < 300 ? "churn@1" : "churn@2";
    Prediction prediction =
        new Prediction(
            "p" + i,
            tenant,
            tenant + "|c" + i,
            "churn",
            said,
            0.3f,
            version,
            "",
            "",
            Prediction.Role.CHAMPION,
            "",
            "ab12",
            i,
            ts,
            SOURCE,
            0);
    add(all, Topic.PREDICTIONS, prediction, ts, 2_000 + random.nextInt(20_000));
    if (i < 500) {
      List<Example.Score> scores =
          List.of(
              new Example.Score("churn", version, Prediction.Role.CHAMPION, said),
              new Example.Score("other", "other@1", Prediction.Role.CHAMPION, 1 - said));
      example(all, "x" + i, tenant, yes ? 1 : 0, 1, Example.Kind.FIRST, ts, scores);
      if (i % 97 == 0) {
        example(all, "x" + i, tenant, yes ? 1 : 0, -1, Example.Kind.RETRACTED, ts, scores);
        example(all, "x" + i, tenant, yes ? 0 : 1, 1, Example.Kind.CORRECTED, ts, scores);
      }
    }
  }

  private static void example(
      List<Sighting> all,
      String id,
      String tenant,
      double target,
      double weight,
      Example.Kind kind,
      long asOf,
      List<Example.Score> scores) {
    Example example =
        new Example(
            id,
            tenant,
            tenant + "|c",
            "churn_30d",
            target,
            weight,
            kind,
            asOf,
            asOf + 48 * HOUR,
            "ab12",
            new float[] {1},
            scores,
            SOURCE,
            0);
    add(all, Topic.EXAMPLES, example, asOf, Sighting.NO_TIME);
  }

  private static void windows(List<Sighting> all, long to, double noise) {
    evaluation(all, "churn", "churn@1", Prediction.Role.CHAMPION, to, 0.6 + 0.1 * noise, noise);
    evaluation(all, "churn_ftrl", "live", null, to, 0.5 + 0.1 * noise, noise);
    all.add(
        new Sighting(
            Topic.EVALUATIONS,
            new Evaluation(
                "churn_30d",
                "churn",
                "served",
                Prediction.Role.CHAMPION,
                "all",
                to - 24 * HOUR,
                to,
                20,
                8,
                List.of(
                    new Evaluation.Metric("coverage", 0.85 + 0.1 * noise),
                    new Evaluation.Metric("conformal_target", 0.9))),
            to,
            Sighting.NO_TIME));
  }

  private static void evaluation(
      List<Sighting> all,
      String scorer,
      String version,
      Prediction.Role role,
      long to,
      double loss,
      double auc) {
    Evaluation evaluation =
        new Evaluation(
            "churn_30d",
            scorer,
            version,
            role,
            "all",
            to - 24 * HOUR,
            to,
            20,
            8,
            List.of(
                new Evaluation.Metric("log_loss", loss),
                new Evaluation.Metric("log_loss_base_rate", 0.67),
                new Evaluation.Metric("auc", auc)));
    add(all, Topic.EVALUATIONS, evaluation, to, Sighting.NO_TIME);
  }

  private static void moments(List<Sighting> all) {
    long ts = BEGIN + 400 * HOUR;
    for (Drift.Level level : Drift.Level.values()) {
      Drift drift =
          new Drift(
              "d" + level,
              "shop",
              "churn_loss",
              "adwin",
              "churn.log_loss",
              "churn_30d",
              level,
              700,
              0.8,
              0.5,
              List.of("alert"),
              new Drift.Cause(
                  "concept_drift",
                  "tenant=" + HOSTILE,
                  HOSTILE,
                  List.of(new Drift.Moved(HOSTILE, 4.2, 1e-9))),
              level == Drift.Level.DRIFT ? ts + HOUR : ts,
              SOURCE);
      add(all, Topic.DRIFT, drift, ts, Sighting.NO_TIME);
    }
    Alert alert =
        new Alert(
            "a1",
            HOSTILE,
            HOSTILE + "|c1",
            HOSTILE,
            Alert.Severity.CRITICAL,
            "something " + HOSTILE,
            List.of(),
            1,
            ts,
            SOURCE,
            0);
    add(all, Topic.ALERTS, alert, ts, Sighting.NO_TIME);
    reasons(all, ts);
    profile(all, ts);
  }

  private static void reasons(List<Sighting> all, long ts) {
    for (int subtask = 0; subtask < 2; subtask++) {
      Importance importance =
          new Importance(
              "i" + subtask,
              "churn",
              "churn@2",
              "logit",
              subtask,
              100 + subtask,
              List.of(
                  new Importance.Ranked(HOSTILE, 1.5, 0.6),
                  new Importance.Ranked("feature_1", 0.5, 0.2)),
              ts,
              SOURCE,
              0);
      add(all, Topic.INSIGHTS, importance, ts, Sighting.NO_TIME);
    }
    for (int i = 0; i < 5; i++) {
      Explanation explanation =
          new Explanation(
              "p" + i,
              "shop",
              "shop|" + HOSTILE,
              "churn",
              "churn@2",
              "tree_shap",
              true,
              "logit",
              0.7f,
              -1,
              List.of(HOSTILE, "feature_1"),
              new float[] {2.5f, Float.NaN},
              new double[] {0.5 + i, -0.2},
              Explanation.Cause.SAMPLE,
              i,
              ts,
              SOURCE,
              0);
      add(all, Topic.EXPLANATIONS, explanation, ts, Sighting.NO_TIME);
    }
  }

  private static void profile(List<Sighting> all, long ts) {
    FieldProfile field =
        new FieldProfile(
            HOSTILE,
            5,
            Map.of(ValueType.TEXT, 15L),
            new FieldProfile.Distinct(3, 3, 4),
            Optional.empty(),
            Optional.empty(),
            List.of());
    add(
        all,
        Topic.PROFILES,
        new TopicProfile("shop", "sales-events", ts, ts + 1, new Profile(20, 0, 0, List.of(field))),
        ts,
        Sighting.NO_TIME);
  }

  private static void models(List<Sighting> all) {
    ModelRef one = ModelRef.parse("churn@1");
    ModelRef two = ModelRef.parse("churn@2");
    for (ModelRef model : List.of(one, two)) {
      log(all, new RolloutEntry.Noted(model, "d" + model, Stage.VERIFIED, "learner", BEGIN));
    }
    request(all, 1, Move.PROMOTE, one, "no model was in service", Long.MIN_VALUE);
    request(all, 2, Move.SHADOW, two, HOSTILE, BEGIN + 100 * HOUR);
    request(all, 3, Move.PROMOTE, two, "better on 787 labels", BEGIN + 300 * HOUR);
  }

  private static void request(
      List<Sighting> all, int number, Move move, ModelRef model, String reason, long from) {
    log(
        all,
        new RolloutEntry.Request(
            "churn",
            number,
            "r" + number,
            move,
            model,
            "d" + model,
            null,
            HOSTILE,
            reason,
            BEGIN + number * HOUR));
    log(all, new RolloutEntry.Activation("churn", number, from, List.of(), BEGIN + number * HOUR));
  }

  private static void log(List<Sighting> all, RolloutEntry entry) {
    add(all, Topic.MODELS, entry, BEGIN, Sighting.NO_TIME);
  }

  private static void add(
      List<Sighting> all, Topic topic, Object value, long at, long latencyMicros) {
    all.add(new Sighting(topic, value, at, latencyMicros));
  }
}
